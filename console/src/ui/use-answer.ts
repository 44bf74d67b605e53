import { useCallback, useEffect, useState } from 'react';
import type { Call } from '../api/api.ts';
import { useServices } from '../api/context.ts';
import { isAbort } from '../api/errors.ts';
import type { AnswerOf, Operation, RequestOf } from '../api/operations.ts';

/** What is being loaded: the last answer stays while another one is asked for. */
export interface Loading<Answer> {
  readonly answer: Answer | undefined;
  readonly error: unknown;
  readonly loading: boolean;
  readonly reload: () => void;
}

/**
 * What `load` gives, asked for as the screen opens, each time that `key` changes, and by `reload`. Its calls end as the
 * screen is left. `key` says all that `load` depends on.
 */
export const useLoaded = <Answer>(load: (call: Call) => Promise<Answer>, key: string): Loading<Answer> => {
  const { call } = useServices();
  const [state, setState] = useState<Omit<Loading<Answer>, 'reload'> & { readonly key?: string }>({
    answer: undefined,
    error: undefined,
    loading: true,
  });
  const [asked, setAsked] = useState(0);
  const reload = useCallback(() => setAsked((count) => count + 1), []);

  // `key` stands for `load`, which is another function each time.
  useEffect(() => {
    const left = new AbortController();
    // What another key gave is not shown under this one.
    setState((last) => ({ answer: last.key === key ? last.answer : undefined, error: undefined, loading: true, key }));
    const abortable: Call = (operation, request, options) =>
      call(operation, request, { signal: left.signal, ...options });
    load(abortable).then(
      (answer) => {
        if (!left.signal.aborted) setState({ answer, error: undefined, loading: false, key });
      },
      (error: unknown) => {
        if (!left.signal.aborted && !isAbort(error))
          setState((last) => ({ answer: last.answer, error, loading: false, key }));
      },
    );
    return () => left.abort();
  }, [call, key, asked]);

  // Until the effect has run, what is there may be of another key.
  return state.key === undefined || state.key === key
    ? { ...state, reload }
    : { answer: undefined, error: undefined, loading: true, reload };
};

/** The answer to one call, asked for as the screen opens and as the request changes. */
export const useAnswer = <Name extends Operation>(operation: Name, request: RequestOf<Name>): Loading<AnswerOf<Name>> =>
  useLoaded((call) => call(operation, request), `${operation} ${JSON.stringify(request)}`);
