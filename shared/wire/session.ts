import type { SessionDescriptionType } from '@aws-sdk/client-cognito-identity-provider';
import type { SsoSession } from '#shared/domain/oauth/sso-session.ts';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import type { TrackedSession } from '#shared/domain/sessions/tracked-session.ts';
import type { SessionActivity, UserSession } from '#shared/domain/sessions/user-session.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

const toActivity = ({ lastActiveAt, device, ipAddress, location }: SessionActivity): Wire<SessionDescriptionType> => ({
  LastActiveDate: toEpochSeconds(lastActiveAt),
  DeviceType: device ?? 'unknown',
  ...(ipAddress !== undefined && { LastIPAddress: ipAddress }),
  ...(location && { LastLocation: { City: location.city, Country: location.country ?? 'unknown' } }),
});

const toTokenSession = (
  { familyId, clientId, createdAt, ssoId, ...activity }: UserSession,
  current?: { readonly id: string },
): Wire<SessionDescriptionType> => ({
  SessionId: toSessionId(familyId),
  SessionType: 'TOKEN',
  ClientId: clientId,
  CreateDate: toEpochSeconds(createdAt),
  ...toActivity(activity),
  ...(ssoId !== undefined && { OriginSessionId: toSessionId(ssoId, 'sso') }),
  IsCurrentSession: familyId === current?.id,
});

const toSsoSession = ({ id, clientId, authTime, activity }: SsoSession): Wire<SessionDescriptionType> => ({
  SessionId: toSessionId(id, 'sso'),
  SessionType: 'SSO',
  ClientId: clientId,
  CreateDate: toEpochSeconds(authTime),
  ...toActivity(activity ?? { lastActiveAt: authTime }),
  IsCurrentSession: false,
});

/** A session as the API describes it. `current` is the token family of the access token that the request came with. */
export const toSessionDescription = (
  tracked: TrackedSession,
  current?: { readonly id: string },
): Wire<SessionDescriptionType> =>
  tracked.kind === 'sso' ? toSsoSession(tracked.session) : toTokenSession(tracked.session, current);
