import type { SessionDescriptionType } from '@aws-sdk/client-cognito-identity-provider';
import { toSessionId } from '#shared/domain/sessions/session-id.ts';
import type { UserSession } from '#shared/domain/sessions/user-session.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** A session as the API describes it. `current` is the token family of the access token that the request came with. */
export const toSessionDescription = (
  { familyId, clientId, createdAt, lastActiveAt, device, ipAddress, location }: UserSession,
  current?: { readonly id: string },
): Wire<SessionDescriptionType> => ({
  SessionId: toSessionId(familyId),
  SessionType: 'TOKEN',
  ClientId: clientId,
  CreateDate: toEpochSeconds(createdAt),
  LastActiveDate: toEpochSeconds(lastActiveAt),
  DeviceType: device ?? 'unknown',
  ...(ipAddress !== undefined && { LastIPAddress: ipAddress }),
  ...(location && { LastLocation: { City: location.city, Country: location.country ?? 'unknown' } }),
  IsCurrentSession: familyId === current?.id,
});
