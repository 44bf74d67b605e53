/**
 * Ends the link of an account elsewhere with the bearer of an access token, unless it is the last way to sign in. Sign-ins
 * that came through that provider end with it. An operation of Gatehouse's own: its target is
 * `Gatehouse.DisableProviderForUser`.
 */

import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { unlinkOwnProvider } from '#shared/services/federation/links.ts';
import { ProviderUserIdentifierType, toNamedIdentity } from '#shared/wire/identity-provider.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({ AccessToken: TokenModelType, User: ProviderUserIdentifierType });

export const { definition, handler } = byAccessToken({
  name: 'DisableProviderForUser',
  request,
  throws: ['ConcurrentModificationException', 'UserNotFoundException'],
  run: async ({ User }, caller) => {
    await unlinkOwnProvider(caller, toNamedIdentity(User));
    return {};
  },
});
