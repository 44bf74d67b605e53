import { CognitoException } from '#shared/errors/exception.ts';

/** A Session that is another user's, client's or challenge's. */
export const invalidSession = (cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user.', { cause });

/** A Session whose time is up. */
export const expiredSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session is expired.');

/** A Session that did what it was for. */
export const spentSession = (): CognitoException =>
  new CognitoException('NotAuthorizedException', 'Invalid session for the user, session can only be used once.');
