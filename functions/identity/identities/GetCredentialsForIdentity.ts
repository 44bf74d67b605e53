/**
 * Gives AWS credentials of an identity, for an hour, of the role that the pool has for it: the enhanced flow.
 *
 * @see https://docs.aws.amazon.com/cognitoidentity/latest/APIReference/API_GetCredentialsForIdentity.html
 */

import type {
  GetCredentialsForIdentityInput,
  GetCredentialsForIdentityResponse,
} from '@aws-sdk/client-cognito-identity';
import * as v from 'valibot';
import { openIdentity } from '#shared/operations/identity.ts';
import { credentialsFor } from '#shared/services/identity-pools/credentials.ts';
import { provedIdentity } from '#shared/services/identity-pools/proved-identity.ts';
import { ARNString, IdentityId, LoginsMap } from '#shared/wire/identity-pool-shapes.ts';
import type { RequestOf } from '#shared/wire/shapes.ts';
import { toEpochSeconds, type Wire } from '#shared/wire/wire.ts';

const request = v.object({
  IdentityId,
  Logins: v.optional(LoginsMap),
  CustomRoleArn: v.optional(ARNString),
}) satisfies RequestOf<GetCredentialsForIdentityInput>;

export const { definition, handler } = openIdentity({
  name: 'GetCredentialsForIdentity',
  request,
  throws: ['ExternalServiceException', 'InvalidIdentityPoolConfigurationException', 'ResourceConflictException'],
  run: async ({ IdentityId: asked, Logins, CustomRoleArn }): Promise<Wire<GetCredentialsForIdentityResponse>> => {
    const proved = await provedIdentity(asked, Logins);
    const session = await credentialsFor(proved, CustomRoleArn);
    return {
      IdentityId: proved.identityId,
      Credentials: {
        AccessKeyId: session.accessKeyId,
        SecretKey: session.secretAccessKey,
        SessionToken: session.sessionToken,
        Expiration: toEpochSeconds(session.expiresAt),
      },
    };
  },
});
