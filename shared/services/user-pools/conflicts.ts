import { CognitoException, isException } from '#shared/errors/exception.ts';

const tries = 5;

/** Runs a change that reads a pool or a client and writes it back, anew when another change came between. */
export const retryOnConflict = async <T>(change: () => Promise<T>): Promise<T> => {
  for (let attempt = 1; ; attempt++) {
    try {
      return await change();
    } catch (error) {
      if (!isException(error, 'ConcurrentModificationException') || attempt === tries) throw error;
    }
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
