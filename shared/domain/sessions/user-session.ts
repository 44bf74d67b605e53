import type { User } from '../users/user.ts';

/** A session that the pool tracks: a token family in use. */
export interface UserSession {
  /** The slot that it has. A slot holds one session, so there are never more sessions than slots. */
  readonly slot: number;
  /** The session's token family. */
  readonly familyId: string;
  readonly clientId: string;
  /** The session of the pages that it came through, if it did. */
  readonly ssoId?: string;
  /** The provider that the user signed in through, if through one. */
  readonly providerName?: string;
  readonly sub: string;
  /** The user's count of global sign-outs when the session began. A later count ends it. */
  readonly signOuts: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When it began or was last refreshed. */
  readonly lastActiveAt: number;
  /** The device and place of its last activity, as far as requests tell. */
  readonly device?: string;
  readonly ipAddress?: string;
  readonly location?: { readonly city?: string; readonly country?: string };
}

/** What a refresh changes in a session. */
export type SessionActivity = Pick<UserSession, 'lastActiveAt' | 'device' | 'ipAddress' | 'location'>;

/** True while tokens of the session can be used. */
export const isActive = (
  session: Pick<UserSession, 'sub' | 'signOuts' | 'expiresAt'>,
  user: Pick<User, 'sub' | 'signOuts'>,
  now: number,
): boolean => session.sub === user.sub && session.signOuts === user.signOuts && session.expiresAt > now;
