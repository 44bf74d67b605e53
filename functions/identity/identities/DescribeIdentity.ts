/**
 * Gives an administrator an identity, with the names of the providers that it is linked to.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_DescribeIdentity.html
 */

import type { DescribeIdentityInput, IdentityDescription } from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { signedIdentity } from '#shared/operations/identity.ts';
import { getIdentity } from '#shared/services/identity-pools/identities.ts';
import { toIdentityDescription } from '#shared/wire/identity.ts';
import { IdentityId } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({ IdentityId }) satisfies RequestOf<DescribeIdentityInput>;

export const { definition, handler } = signedIdentity({
  name: 'DescribeIdentity',
  request,
  throws: [],
  run: async ({ IdentityId: identityId }): Promise<Wire<IdentityDescription>> =>
    toIdentityDescription(await getIdentity(identityId)),
});
