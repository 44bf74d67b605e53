import { setTimeout as pause } from 'node:timers/promises';
import { Interruption, Refusal, UsageError } from './failures.ts';

const shortestMs = 100;
const longestMs = 2000;

interface Watch<State> {
  readonly ask: () => Promise<State>;
  readonly isOver: (state: State) => boolean;
  /** What to tell somebody who presses Ctrl-C: the work goes on. */
  readonly howToGoOn: string;
}

// An error that ends the watching says what becomes of the work, unless the command itself made no sense.
const broken = (error: unknown, howToGoOn: string): unknown => {
  const isToldAll = [Interruption, Refusal, UsageError].some((told) => error instanceof told);
  if (isToldAll || !(error instanceof Error)) return error;
  return new Error(`${error.message.replace(/[^.?]$/, '$&.')} ${howToGoOn}`, { cause: error });
};

/**
 * Asks again and again, less and less often, until the state is final, and gives that state. Throws Interruption at
 * Ctrl-C, or when the process has to end, even while a request is under way. Other errors say how to go on, too.
 */
export const watch = async <State>({ ask, isOver, howToGoOn }: Watch<State>): Promise<State> => {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(new Interruption(howToGoOn));
  // Not just once: a terminal's Ctrl-C may come a second time, from the program that started this one.
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
  try {
    for (let delay = shortestMs; ; delay = Math.min(delay * 1.3, longestMs)) {
      const state = await Promise.race([ask(), interrupted]);
      if (isOver(state)) return state;
      await Promise.race([pause(delay), interrupted]);
    }
  } catch (error) {
    throw broken(error, howToGoOn);
  } finally {
    // It may come when nobody waits for it any more.
    interrupted.catch(() => undefined);
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
};
