/**
 * Sets what the API does not know of clients that register themselves: whether a client may be known by the URL of its
 * metadata document (`ClientIdMetadataDocuments`), whose documents count (`AllowedDocumentHosts`) or never do
 * (`DeniedDocumentHosts`), which providers their users sign in through (`SupportedIdentityProviders`), how many such clients
 * the pool has at most (`MaxClients`), how many may come in an hour without an initial access token
 * (`HourlyRegistrations`), and after how many days without a use one is forgotten (`IdleDays`). What is not given gets its
 * default. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolRegistrationSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { assertProviders } from '#shared/services/federation/supported-providers.ts';
import { changeUserPool, getUserPool } from '#shared/services/user-pools/user-pools.ts';
import {
  fromRegistrationSettings,
  registrationMembers,
  toRegistrationSettings,
} from '#shared/wire/registration-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ...registrationMembers });

export const { definition, handler } = signed({
  name: 'SetUserPoolRegistrationSettings',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toRegistrationSettings>> => {
    const clientRegistration = fromRegistrationSettings(given);
    const { pool } = await getUserPool(UserPoolId);
    await assertProviders(pool.id, clientRegistration.providers);
    return toRegistrationSettings(await changeUserPool(UserPoolId, () => ({ clientRegistration })));
  },
});
