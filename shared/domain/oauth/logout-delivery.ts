/** What an app client is told of a session that ended: OpenID Connect Back-Channel Logout 1.0. */
import { createHash } from 'node:crypto';
import type { ClientSession, SessionEnd } from './session-end.ts';

/** One logout that one app client is told of, and how far that is. */
export interface LogoutDelivery {
  readonly id: string;
  readonly poolId: string;
  readonly clientId: string;
  readonly sub: string;
  /** The session that ended; undefined for all that the user had at the client. */
  readonly sid?: string;
  /** Epoch milliseconds, as are all times of it. */
  readonly endedAt: number;
  readonly status: 'PENDING' | 'DELIVERED' | 'FAILED';
  /** How often it was begun to tell. */
  readonly attempts: number;
  /** When it is to be told, if it still is. */
  readonly nextAt?: number;
  readonly lastAttemptAt?: number;
  /** The status of HTTP of the last answer. */
  readonly lastStatus?: number;
  /** Why there was no answer to the last attempt. */
  readonly lastError?: string;
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

// What comes after each attempt. All together, two days: a receiver that is down over a weekend's night is still told.
const pauses: readonly number[] = [
  minuteMs,
  5 * minuteMs,
  15 * minuteMs,
  hourMs,
  3 * hourMs,
  6 * hourMs,
  12 * hourMs,
  24 * hourMs,
];

/**
 * How often a client is told at most. One that registered itself says where, and nothing proves that it has a say there: its
 * receiver is asked twice, so that nobody can have us call at a stranger's again and again.
 */
export const mostAttempts = ({ registeredItself }: { readonly registeredItself: boolean }): number =>
  registeredItself ? 2 : pauses.length + 1;

/** When the attempt after that many is due, in epoch milliseconds, if there is one. */
export const nextAttemptAt = (attempts: number, now: number): number => now + (pauses[attempts - 1] ?? hourMs);

/** How long the record of it is kept, in milliseconds. */
export const recordLifetimeMs = 7 * 24 * hourMs;

// A client whose sessions of a user are more than that is told of all of them at once, if it lets us.
const mostSessions = 20;

const newDelivery = (
  { id: endId, poolId, at }: SessionEnd,
  told: Pick<LogoutDelivery, 'clientId' | 'sub' | 'sid'>,
): LogoutDelivery => ({
  // The same where the work is done again.
  id: createHash('sha256')
    .update(JSON.stringify([endId, told.clientId, told.sub, told.sid]))
    .digest('hex')
    .slice(0, 32),
  poolId,
  ...told,
  endedAt: at,
  status: 'PENDING',
  attempts: 0,
  nextAt: at,
});

/** What is to be told of the sessions that ended. `needsSession` says whether a client has to be told which. */
export const deliveriesOf = (
  end: SessionEnd,
  sessions: readonly ClientSession[],
  needsSession: (clientId: string) => boolean,
): readonly LogoutDelivery[] =>
  [...Map.groupBy(sessions, ({ clientId, sub }) => `${clientId}#${sub}`).values()].flatMap((ofClient) => {
    const [{ clientId, sub } = { clientId: '', sub: '' }] = ofClient;
    return ofClient.length > mostSessions && !needsSession(clientId)
      ? [newDelivery(end, { clientId, sub })]
      : ofClient.map((session) => newDelivery(end, session));
  });

const event = 'http://schemas.openid.net/event/backchannel-logout';
const tokenSeconds = 120;

interface Told {
  readonly delivery: LogoutDelivery;
  readonly issuer: string;
  /** The client as it knows itself. */
  readonly audience: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/**
 * The claims of a logout token: section 2.4. Each attempt has a token of its own, as a receiver may refuse one that it has
 * seen, and it is short-lived.
 */
export const logoutClaims = ({ delivery: { id, attempts, sub, sid }, issuer, audience, now }: Told) => {
  const iat = Math.floor(now / 1000);
  return {
    iss: issuer,
    sub,
    aud: audience,
    iat,
    exp: iat + tokenSeconds,
    jti: `${id}.${attempts}`,
    events: { [event]: {} },
    ...(sid !== undefined && { sid }),
  };
};

/** True for the status of HTTP by which a receiver says that the session is over: section 2.8. */
export const isAccepted = (status: number): boolean => status === 200 || status === 204;
