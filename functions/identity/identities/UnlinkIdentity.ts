/**
 * Takes logins from an identity, on the word of one of its logins. Without any, nobody gets at the identity any more.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_UnlinkIdentity.html
 */

import type { UnlinkIdentityInput } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { providerKey } from '#shared/domain/identity-pools/provider-names.ts';
import { openIdentity } from '#shared/operations/identity.ts';
import { getIdentity, unlinkLogins } from '#shared/services/identity-pools/identities.ts';
import { assertEntitled } from '#shared/services/identity-pools/proved-identity.ts';
import { IdentityId, LoginsList, LoginsMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';

const request = v.object({
  IdentityId,
  Logins: LoginsMap,
  LoginsToRemove: LoginsList,
}) satisfies RequestOf<UnlinkIdentityInput>;

export const { definition, handler } = openIdentity({
  name: 'UnlinkIdentity',
  request,
  throws: ['ExternalServiceException'],
  run: async ({ IdentityId: identityId, Logins, LoginsToRemove }) => {
    const gone = new Set(LoginsToRemove.map((name) => providerKey(name, environment())));
    await retryOnConflict(async () => {
      const identity = await getIdentity(identityId);
      await assertEntitled(identity, Logins);
      const removed = identity.logins.filter(({ provider, isDeveloper }) => !isDeveloper && gone.has(provider));
      await unlinkLogins(identity, removed);
    });
    return {};
  },
});
