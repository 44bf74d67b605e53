import { CognitoException } from '#shared/errors/exception.ts';

/** Refuses a Session of another user, client or challenge. */
export const invalidSession = (cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user.', { cause });

/** Refuses a Session that has expired. */
export const expiredSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session is expired.');

/** Refuses a Session that has been used already. */
export const spentSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session can only be used once.');
