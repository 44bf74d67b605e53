import type { LogoutDelivery } from '#shared/domain/oauth/logout-delivery.ts';
import { text } from './shapes.ts';
import { toEpochSeconds } from './wire.ts';

export const SessionNameType = text({ min: 1, max: 128 });

/** What an app client is told of a session that ended, as operations answer it. */
export interface LogoutDeliveryType {
  readonly Id: string;
  readonly ClientId: string;
  readonly Sub: string;
  /** The session as ID tokens name it; left out for all that the user had at the client. */
  readonly Sid?: string;
  readonly Status: LogoutDelivery['status'];
  readonly Attempts: number;
  readonly EndedDate: number;
  readonly LastAttemptDate?: number;
  readonly NextAttemptDate?: number;
  /** The status of HTTP of the last answer. */
  readonly LastStatus?: number;
  /** Why there was no answer to the last attempt. */
  readonly LastError?: string;
}

/** A delivery as operations answer it. */
export const toLogoutDelivery = (delivery: LogoutDelivery): LogoutDeliveryType => {
  const { id, clientId, sub, sid, status, attempts, endedAt, lastAttemptAt, nextAt, lastStatus, lastError } = delivery;
  return {
    Id: id,
    ClientId: clientId,
    Sub: sub,
    ...(sid !== undefined && { Sid: sid }),
    Status: status,
    Attempts: attempts,
    EndedDate: toEpochSeconds(endedAt),
    ...(lastAttemptAt !== undefined && { LastAttemptDate: toEpochSeconds(lastAttemptAt) }),
    ...(nextAt !== undefined && { NextAttemptDate: toEpochSeconds(nextAt) }),
    ...(lastStatus !== undefined && { LastStatus: lastStatus }),
    ...(lastError !== undefined && { LastError: lastError }),
  };
};
