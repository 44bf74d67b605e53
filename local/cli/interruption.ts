import { setTimeout as pause } from 'node:timers/promises';
import { Interruption, Refusal, UsageError } from './failures.ts';

const shortestMs = 100;
const longestMs = 2000;

interface Watch<State> {
  readonly ask: () => Promise<State>;
  readonly isOver: (state: State) => boolean;
  /** What somebody is told who presses Ctrl-C: the work goes on. */
  readonly howToGoOn: string;
}

// Who can no longer watch is told what becomes of the work, unless it was asked for in a way that makes no sense.
const broken = (error: unknown, howToGoOn: string): unknown => {
  const isToldAll = [Interruption, Refusal, UsageError].some((told) => error instanceof told);
  if (isToldAll || !(error instanceof Error)) return error;
  return new Error(`${error.message.replace(/[^.?]$/, '$&.')} ${howToGoOn}`, { cause: error });
};

/**
 * Asks again and again, less often with time, until the state is the last one; gives that. Throws Interruption at
 * Ctrl-C or when the process is to end, whatever is being asked then. Other errors say how to go on, too.
 */
export const watch = async <State>({ ask, isOver, howToGoOn }: Watch<State>): Promise<State> => {
  const { promise: interrupted, reject } = Promise.withResolvers<never>();
  const interrupt = (): void => reject(new Interruption(howToGoOn));
  // Not only once: a terminal's Ctrl-C may come by whoever started this, too.
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
    // One that comes when nobody waits for it any more.
    interrupted.catch(() => undefined);
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
  }
};
