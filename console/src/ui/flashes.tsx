import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { createContext, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import { sentenceOf } from '../api/errors.ts';

interface Flashes {
  /** Says at the top of the screen what was done. It stays for the next screen, until somebody closes it. */
  readonly done: (text: string) => void;
  /** Says at the top of the screen what failed. */
  readonly failed: (error: unknown) => void;
}

const FlashesContext = createContext<Flashes>({ done: () => undefined, failed: () => undefined });
const ItemsContext = createContext<readonly FlashbarProps.MessageDefinition[]>([]);

const most = 3;

export const FlashProvider = ({ children }: { readonly children: ReactNode }) => {
  const [items, setItems] = useState<readonly FlashbarProps.MessageDefinition[]>([]);
  const made = useRef(0);

  const add = useCallback((type: 'success' | 'error', content: string) => {
    made.current += 1;
    const id = String(made.current);
    const onDismiss = () => setItems((last) => last.filter((item) => item.id !== id));
    const item = { id, type, content, dismissible: true, dismissLabel: 'Close', onDismiss, statusIconAriaLabel: type };
    setItems((last) => [item, ...last].slice(0, most));
  }, []);

  const flashes = useMemo(
    () => ({
      done: (text: string) => add('success', text),
      failed: (error: unknown) => add('error', sentenceOf(error)),
    }),
    [add],
  );
  return (
    <FlashesContext.Provider value={flashes}>
      <ItemsContext.Provider value={items}>{children}</ItemsContext.Provider>
    </FlashesContext.Provider>
  );
};

export const useFlashes = (): Flashes => useContext(FlashesContext);

/** The messages, with those of the shell first. */
export const FlashMessages = ({ first = [] }: { readonly first?: readonly FlashbarProps.MessageDefinition[] }) => (
  <Flashbar items={[...first, ...useContext(ItemsContext)]} />
);
