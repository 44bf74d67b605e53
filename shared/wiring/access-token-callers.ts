import * as v from 'valibot';
import type { Authenticator } from '#shared/api/definition.ts';
import { createAccessTokenCallers, type TokenCaller } from '#shared/services/callers/access-token.ts';
import { directory } from './directory.ts';
import { once } from './once.ts';
import { tokenFamilyRepository } from './store.ts';

const callers = once(() => createAccessTokenCallers({ directory: directory(), families: tokenFamilyRepository() }));

const bearing = v.object({ AccessToken: v.string() });

/** Admits the bearer of the access token that is the request's AccessToken. */
export const accessToken: Authenticator<TokenCaller> = {
  identify: async () => async (request) => callers()(v.parse(bearing, request).AccessToken),
};
