/** A call that was made, as the panel "How to do the same" shows it. Secrets in it are placeholders. */
export interface RememberedCall {
  readonly id: number;
  readonly operation: string;
  readonly request: unknown;
  readonly command: string;
  /** Epoch milliseconds. */
  readonly at: number;
  /** The exception, where the call was refused. */
  readonly refusal?: string;
}

export interface CallLog {
  readonly all: () => readonly RememberedCall[];
  /** Has `changed` called at each change, until the function that it gives is called. */
  readonly subscribe: (changed: () => void) => () => void;
  readonly add: (call: Omit<RememberedCall, 'id'>) => void;
  /** Forgets them all, as another screen begins. */
  readonly clear: () => void;
}

const most = 30;

/** The last calls of a screen, the latest first. */
export const createCallLog = (): CallLog => {
  let calls: readonly RememberedCall[] = [];
  let made = 0;
  const listeners = new Set<() => void>();
  const set = (next: readonly RememberedCall[]): void => {
    calls = next;
    for (const listener of listeners) listener();
  };
  return {
    all: () => calls,
    subscribe: (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    add: (call) => {
      made += 1;
      set([{ ...call, id: made }, ...calls].slice(0, most));
    },
    clear: () => set([]),
  };
};
