import {
  ListUserSessionsCommand,
  type SessionDescriptionType,
  SetUserPoolSessionConfigurationCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import { familyIdIn } from '#shared/domain/tokens/token-family.ts';
import { adminClient, publicClient } from './clients.ts';
import { makePool, type TestPool } from './pools.ts';

/** Has a pool track sessions, at most so many for each user. */
export const trackSessions = async <Pool extends TestPool>(pool: Pool, MaxPerUser = 20): Promise<Pool> => {
  await adminClient().send(
    new SetUserPoolSessionConfigurationCommand({
      UserPoolId: pool.poolId,
      UserSessionTracking: 'ENABLED',
      TokenSession: { MaxPerUser },
    }),
  );
  return pool;
};

/** A pool that tracks sessions, at most so many for each user. */
export const makeTrackedPool = async (MaxPerUser = 20, ...settings: Parameters<typeof makePool>): Promise<TestPool> =>
  trackSessions(await makePool(...settings), MaxPerUser);

/** The id of an access token's session. */
export const sessionIdOf = ({ AccessToken }: { readonly AccessToken: string }): string => {
  const claims = decodeJwt(AccessToken);
  return toSessionId(familyIdIn({ eventId: String(claims.event_id), originJti: claims.origin_jti }));
};

/** The sessions of the bearer, as the bearer sees them. */
export const sessionsOf = async (
  { AccessToken }: { readonly AccessToken: string },
  options = {},
): Promise<SessionDescriptionType[]> => {
  const { Sessions } = await publicClient(options).send(new ListUserSessionsCommand({ AccessToken }));
  return Sessions ?? [];
};
