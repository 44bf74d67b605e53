import type {
  GetUserPoolClientSessionConfigurationResponse,
  GetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

const defaultSsoMinutes = 60;

/** A pool's session tracking, as the API describes it. */
export const toSessionConfiguration = (pool: UserPool): GetUserPoolSessionConfigurationResponse => {
  const { enabled, maxPerUser } = sessionTracking(pool);
  return {
    UserPoolId: pool.id,
    UserSessionTracking: enabled ? 'ENABLED' : 'DISABLED',
    TokenSession: { MaxPerUser: maxPerUser },
  };
};

/** An app client's SSO sessions, as the API describes them. */
export const toClientSessionConfiguration = (client: AppClient): GetUserPoolClientSessionConfigurationResponse => ({
  UserPoolId: client.poolId,
  ClientId: client.id,
  SSOSession: { MaxValidityMinutes: client.ssoSessionMinutes ?? defaultSsoMinutes },
});
