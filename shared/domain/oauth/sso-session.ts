import type { AppClient } from '../app-clients/app-client.ts';
import type { SessionActivity } from '../sessions/user-session.ts';
import { keepsLink } from '../users/identities.ts';
import type { User } from '../users/user.ts';

/** A sign-in on the pages, which may replace later ones in the same browser. */
export interface SsoSession {
  /** That of the sign-in, so that no sign-in becomes two sessions. */
  readonly id: string;
  /** The app client that the user signed in for. */
  readonly clientId: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly authTime: number;
  /** By which methods: RFC 8176. */
  readonly amr: readonly string[];
  /** The user's count of global sign-outs at its beginning. A later count ends it. */
  readonly signOuts: number;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly ended: boolean;
  /** The provider that the user signed in through, and what it needs to sign the user out. */
  readonly providerName?: string;
  readonly providerLogout?: Readonly<Record<string, string>>;
  /** What its last use told, in pools that track sessions. */
  readonly activity?: SessionActivity;
}

const minuteMs = 60_000;
const usualMinutes = 60;
const mostMinutes = 129_600;

/** How long a session is kept, in milliseconds: for as long as an app client can take it at most. */
export const ssoLifetimeMs = mostMinutes * minuteMs;

/**
 * True for users who may get tokens for what they proved before: no administrator has stopped them meanwhile, or asked for
 * a new password, which a sign-in through a provider does without.
 */
export const keepsSignIns = (
  { enabled, status }: Pick<User, 'enabled' | 'status'>,
  { providerName }: Pick<SsoSession, 'providerName'>,
): boolean =>
  enabled &&
  (status === 'CONFIRMED' ||
    status === 'EXTERNAL_PROVIDER' ||
    (providerName !== undefined && status === 'FORCE_CHANGE_PASSWORD'));

// A link that an administrator ended lets nobody in any more.
const isLinked = ({ providerName }: SsoSession, { identities = [] }: User): boolean =>
  providerName === undefined || identities.some((identity) => identity.providerName === providerName);

/** True where the session may replace a sign-in of that user with that app client. */
export const mayReplaceSignIn = (
  session: SsoSession,
  user: User,
  { ssoSessionMinutes = usualMinutes }: Pick<AppClient, 'ssoSessionMinutes'>,
  now: number,
): boolean => {
  const isAlive = !session.ended && session.expiresAt > now;
  const isOf = session.sub === user.sub && session.signOuts === user.signOuts && isLinked(session, user);
  // Clocks of functions differ a little, so zero is looked at by itself.
  const isTaken = ssoSessionMinutes > 0 && now < session.authTime + ssoSessionMinutes * minuteMs;
  return isAlive && isOf && keepsSignIns(user, session) && keepsLink(session, user) && isTaken;
};
