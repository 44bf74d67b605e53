import type { User } from '../users/user.ts';

/** A user's session, as the pool tracks it: a token family that is in use. */
export interface UserSession {
  /** Which of the user's places it has. A place holds one session, so that there are never more than places. */
  readonly slot: number;
  /** The token family that it stands for. */
  readonly familyId: string;
  readonly clientId: string;
  readonly sub: string;
  /** The user's count of global sign-outs when it began: a later one ends it. */
  readonly signOuts: number;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly expiresAt: number;
  /** When it began, or was last refreshed. */
  readonly lastActiveAt: number;
  /** What it was last active on, and from where, as far as requests say. */
  readonly device?: string;
  readonly ipAddress?: string;
  readonly location?: { readonly city?: string; readonly country?: string };
}

/** What a refresh tells of a session. */
export type SessionActivity = Pick<UserSession, 'lastActiveAt' | 'device' | 'ipAddress' | 'location'>;

/** True while tokens of the session are good for something. */
export const isActive = (
  session: Pick<UserSession, 'sub' | 'signOuts' | 'expiresAt'>,
  user: Pick<User, 'sub' | 'signOuts'>,
  now: number,
): boolean => session.sub === user.sub && session.signOuts === user.signOuts && session.expiresAt > now;
