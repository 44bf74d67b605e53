import { useRef, useState } from 'react';
import type { Call } from '../api/api.ts';
import { useServices } from '../api/context.ts';

export interface Action {
  /** True while the work is done: buttons show it, and do not begin it again. */
  readonly busy: boolean;
  /** Why the last work failed; forms and dialogs show it by ErrorAlert. */
  readonly error: unknown;
  /** Does the work, once at a time. Gives its result, or undefined where it failed. */
  readonly run: <Result>(work: (call: Call) => Promise<Result>) => Promise<Result | undefined>;
  readonly forget: () => void;
}

/** What somebody does by a button: `run(async (call) => { await call('DeleteGroup', …); flash('…'); })`. */
export const useAction = (): Action => {
  const { call } = useServices();
  const running = useRef(false);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  return {
    busy,
    error,
    forget: () => setError(undefined),
    run: async (work) => {
      if (running.current) return undefined;
      running.current = true;
      setBusy(true);
      setError(undefined);
      try {
        return await work(call);
      } catch (failure) {
        setError(failure);
        return undefined;
      } finally {
        running.current = false;
        setBusy(false);
      }
    },
  };
};
