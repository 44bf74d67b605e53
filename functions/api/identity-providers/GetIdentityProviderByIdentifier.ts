/**
 * Gives the identity provider that has an identifier, such as the domain of an e-mail address.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetIdentityProviderByIdentifier.html
 */

import type {
  GetIdentityProviderByIdentifierRequest,
  GetIdentityProviderByIdentifierResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getProviderByIdentifier, shown } from '#shared/services/federation/identity-providers.ts';
import { IdpIdentifierType, toIdentityProvider } from '#shared/wire/identity-provider.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  IdpIdentifier: IdpIdentifierType,
}) satisfies RequestOf<GetIdentityProviderByIdentifierRequest>;

export const { definition, handler } = signedOnPool({
  name: 'GetIdentityProviderByIdentifier',
  request,
  throws: [],
  run: async ({ IdpIdentifier }, { pool }): Promise<Wire<GetIdentityProviderByIdentifierResponse>> => ({
    IdentityProvider: toIdentityProvider(await shown(pool, await getProviderByIdentifier(pool.id, IdpIdentifier))),
  }),
});
