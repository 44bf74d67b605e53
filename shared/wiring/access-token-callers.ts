import * as v from 'valibot';
import type { Authenticator } from '#shared/api/definition.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { createAccessTokenCallers, createBearers, type TokenCaller } from '#shared/services/callers/access-token.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { tokenFamilyRepository } from './store.ts';

const callers = once(() => createAccessTokenCallers({ directory: directory(), families: tokenFamilyRepository() }));

/** The bearer of an access token, whatever its scope. */
export const bearers = once(() => createBearers({ directory: directory(), families: tokenFamilyRepository() }));

const bearing = v.object({ AccessToken: v.optional(v.string()) });

// Some operations state the member as optional, and can do nothing without it.
const missing = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    "1 validation error detected: Value at 'accessToken' failed to satisfy constraint: Member must not be null",
  );

/** Admits the bearer of the access token that is the request's AccessToken. Throws NotAuthorizedException. */
export const accessToken: Authenticator<TokenCaller> = {
  identify: async () => async (request) => {
    const { AccessToken } = v.parse(bearing, request);
    if (AccessToken === undefined) throw missing();
    return callers()(AccessToken);
  },
};

/** Admits the bearer of an access token where the request has one; whoever has something else to show is for the operation. */
export const accessTokenIfGiven: Authenticator<TokenCaller | undefined> = {
  identify: async () => async (request) => {
    const { AccessToken } = v.parse(bearing, request);
    return AccessToken === undefined ? undefined : callers()(AccessToken);
  },
};
