import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderCommandInput,
  type IdentityProviderType,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import type { TestPool } from './pools.ts';

/** What every OpenID provider needs. */
export const openIdDetails = {
  client_id: 'gatehouse',
  client_secret: 'a-secret-of-the-provider',
  authorize_scopes: 'openid email',
  oidc_issuer: 'https://id.example.com',
  attributes_request_method: 'GET',
} as const;

/** What a social provider needs. */
export const socialDetails = {
  client_id: 'gatehouse',
  client_secret: 'a-secret-of-the-provider',
  authorize_scopes: 'openid email',
} as const;

/** Makes a provider of a pool, by default an OpenID provider named Corporate. */
export const makeProvider = async (
  { poolId: UserPoolId }: Pick<TestPool, 'poolId'>,
  more: Partial<CreateIdentityProviderCommandInput> = {},
): Promise<IdentityProviderType> => {
  const asked = { ProviderName: 'Corporate', ProviderType: 'OIDC', ProviderDetails: openIdDetails } as const;
  const { IdentityProvider = {} } = await adminClient().send(
    new CreateIdentityProviderCommand({ ...asked, ...more, UserPoolId }),
  );
  return IdentityProvider;
};
