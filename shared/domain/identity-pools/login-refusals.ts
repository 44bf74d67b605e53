import { CognitoException } from '#shared/errors/exception.ts';
import { type RefusalReason, TokenRefusal } from '../tokens/signed-token.ts';

const refused = (message: string, cause?: unknown): CognitoException =>
  new CognitoException('NotAuthorizedException', message, { cause });

/** The refusal of a token that the login's provider did not make for it. */
export const invalidLogin = (why: string, cause?: unknown): CognitoException =>
  refused(`Invalid login token. ${why}`, cause);

export const issuerDoesNotMatch = (): CognitoException => invalidLogin("Issuer doesn't match providerName");

export const unsupportedProvider = (): CognitoException =>
  refused('Token is not from a supported provider of this identity pool.');

export const inactiveToken = (): CognitoException => refused('Token is inactive');

export const noGuests = (): CognitoException =>
  refused('Unauthenticated access is not supported for this identity pool.');

const whyNot: Readonly<Record<Exclude<RefusalReason, 'expired'>, string>> = {
  malformed: 'Not a valid OpenId Connect identity token.',
  'not signed': "Couldn't verify signed token.",
};

/** The refusal of a token that was not accepted, at `now` in epoch milliseconds. `expiry` is its exp. */
export const refusalOf = (error: unknown, expiry: number | undefined, now: number): CognitoException => {
  if (!(error instanceof TokenRefusal)) throw error;
  return error.reason === 'expired'
    ? invalidLogin(`Token expired: ${Math.floor(now / 1000)} >= ${expiry ?? 0}`, error)
    : invalidLogin(whyNot[error.reason], error);
};
