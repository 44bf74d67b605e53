import { setTimeout as pause } from 'node:timers/promises';
import { CognitoException, type ExceptionName, isException } from '#shared/errors/exception.ts';

/** Another request changed what a write was made from: read again and decide again. */
export class Conflict extends CognitoException {
  constructor(name: ExceptionName = 'TooManyRequestsException', message = 'Rate exceeded', options?: ErrorOptions) {
    super(name, message, options);
  }
}

interface Retry {
  /** How often the work is done at most. */
  readonly tries?: number;
  readonly isConflict?: (error: unknown) => boolean;
  /** How long to wait after a try, milliseconds. */
  readonly pauseMs?: (attempt: number) => number;
}

/**
 * Does work that reads something and writes it back, again where a conflict came between: `attempt` counts from 1. Throws
 * what the last try threw.
 */
export const retryOnConflict = async <T>(
  work: (attempt: number) => Promise<T>,
  { tries = 5, isConflict = (error) => error instanceof Conflict, pauseMs }: Retry = {},
): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await work(attempt);
    } catch (error) {
      if (!isConflict(error) || attempt === tries) throw error;
    }
    if (pauseMs) await pause(pauseMs(attempt));
  }
};

/** The change, of an operation that has no ConcurrentModificationException: throws TooManyRequestsException in its place. */
export const orTooManyRequests = async <T>(change: Promise<T>): Promise<T> => {
  try {
    return await change;
  } catch (cause) {
    if (!isException(cause, 'ConcurrentModificationException')) throw cause;
    throw new CognitoException('TooManyRequestsException', 'Rate exceeded', { cause });
  }
};
