/** Sessions of the pages. A cookie names one, sealed, so that it is worth nothing at another pool. */
import { now } from '#shared/config/clock.ts';
import { ssoSessionRepository } from '#shared/data/oauth/sso-session-repository.ts';
import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { hearsOfLogouts } from '#shared/domain/app-clients/app-client.ts';
import { ownName } from '#shared/domain/federation/identity-provider.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { requestedLevels } from '#shared/domain/oauth/requested-levels.ts';
import { mayReplaceSignIn, type SsoSession, ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import { amrOf, isFresh, reachesOneOf } from '#shared/domain/sign-in/authentication-context.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { sessionEndWrites } from '../session-ends/session-end-writes.ts';
import type { Origin } from '../sessions/origin.ts';
import { activityOf } from '../sessions/session-slots.ts';
import type { KnownProgress } from '../sign-in/progress.ts';

/** Which session a cookie names. */
export interface NamedSession {
  readonly userKey: string;
  readonly id: string;
}

const isNamed = (value: unknown): value is NamedSession =>
  typeof value === 'object' &&
  value !== null &&
  'userKey' in value &&
  typeof value.userKey === 'string' &&
  'id' in value &&
  typeof value.id === 'string';

const seal = async (pool: UserPool, named: NamedSession): Promise<string> =>
  (await sealing().general(pool)).seal('sso session', JSON.stringify(named)).toString('base64url');

const open = async (pool: UserPool, cookie: string): Promise<NamedSession | undefined> => {
  const plain = (await sealing().general(pool)).open('sso session', Buffer.from(cookie, 'base64url'));
  const named: unknown = plain && JSON.parse(plain.toString());
  return isNamed(named) ? named : undefined;
};

/** The name of the cookie of a pool's sessions: each pool has its own. */
export const ssoCookie = ({ id }: Pick<UserPool, 'id'>): string => `gatehouse-${poolName(id)}`;

/** A session that a browser has, with its user as the store has it now. */
export interface LiveSession {
  readonly userKey: string;
  readonly user: User;
  readonly session: SsoSession;
}

/**
 * The session that a cookie names, if it may replace a sign-in with that app client; otherwise undefined. One request of
 * the store at most.
 */
export const findSession = async (app: ClientRecord, cookie: string | undefined): Promise<LiveSession | undefined> => {
  const named = cookie && (await open(app.pool, cookie));
  return named ? findSessionNamed(app, named) : undefined;
};

/** The same for a session that is known by another way. One request. */
export const findSessionNamed = async (
  { pool, client }: ClientRecord,
  named: NamedSession,
): Promise<LiveSession | undefined> => {
  const { user, session } = await ssoSessionRepository().findWithUser(pool, named.userKey, named.id);
  if (!user || !session || !mayReplaceSignIn(session, user, client, now())) return undefined;
  return { userKey: named.userKey, user, session };
};

// A client says through which providers its users come: whoever came to another client through another one has proved
// nothing to it.
const isListed = ({ client: { settings } }: ClientRecord, { providerName = ownName }: SsoSession): boolean => {
  const { SupportedIdentityProviders: names = [] } = settings;
  return names.length === 0 ? providerName === ownName : names.includes(providerName);
};

// Who asks for a provider means its account, whichever the browser has.
const isThrough = ({ identityProvider }: AuthorizationRequest, { providerName = ownName }: SsoSession): boolean =>
  identityProvider === undefined || identityProvider === providerName;

/** True where the session proves what the request asks for: its user, through whom, how long ago, and by which factors. */
export const isEnough = (app: ClientRecord, request: AuthorizationRequest, { session }: LiveSession): boolean => {
  const { expectedSub, maxAge } = request;
  const levels = requestedLevels(app.pool, request);
  const isExpected = expectedSub === undefined || expectedSub === session.sub;
  return (
    isExpected &&
    isListed(app, session) &&
    isThrough(request, session) &&
    isFresh(session, maxAge, now()) &&
    (!levels || reachesOneOf(levels, session.amr))
  );
};

/**
 * The session that a sign-in becomes: the write that makes it, and the value of its cookie. `provider` says through which
 * provider the user came.
 */
export const newSession = async (
  { app: { pool, client }, record, user, trail, origin }: KnownProgress,
  provider: Pick<SsoSession, 'providerName' | 'providerLogout'> = {},
): Promise<{ readonly session: SsoSession; readonly write: Write; readonly cookie: string }> => {
  const session: SsoSession = {
    id: trail.signInId,
    clientId: client.id,
    sub: user.sub,
    authTime: now(),
    amr: amrOf(trail),
    signOuts: user.signOuts,
    expiresAt: now() + ssoLifetimeMs,
    ended: false,
    ...provider,
    ...(sessionTracking(pool).enabled && { activity: await activityOf(origin) }),
  };
  const write = ssoSessionRepository().create(pool.id, record.userKey, session);
  return { session, write, cookie: await seal(pool, { userKey: record.userKey, id: session.id }) };
};

/** The writes that note a use of a session, in pools that track sessions. They refuse one that was ended meanwhile. */
export const ssoActivity = async (
  { pool }: ClientRecord,
  { userKey, session }: LiveSession,
  origin: Origin,
): Promise<readonly Write[]> => {
  if (!sessionTracking(pool).enabled) return [];
  const ended = () => new OAuthError('login_required');
  return [ssoSessionRepository().touch(pool.id, userKey, session.id, await activityOf(origin), ended)];
};

/**
 * The writes that refuse tokens through a session that is over, in pools that track sessions, and for app clients whose tokens
 * end with it.
 */
export const ssoLasting = (
  { pool, client }: Pick<ClientRecord, 'pool' | 'client'>,
  userKey: string,
  ssoId: string | undefined,
  refused: () => Error,
): readonly Write[] =>
  ssoId !== undefined && (sessionTracking(pool).enabled || hearsOfLogouts(client))
    ? [ssoSessionRepository().lasting(pool.id, userKey, ssoId, refused)]
    : [];

/** The session that a cookie names, whether it is over or not. */
export const namedSession = async (pool: UserPool, cookie: string): Promise<SsoSession | undefined> => {
  const named = await open(pool, cookie);
  return named && ssoSessionRepository().find(pool.id, named.userKey, named.id);
};

class SessionGone extends Error {}

/**
 * Ends the session that a cookie names, with the tokens of app clients that are told of its end. Harmless where it names none, or one that is over. Where `sub` is given, only a
 * session of that user: false where it is somebody else's.
 */
export const endSession = async (pool: UserPool, cookie: string, sub?: string): Promise<boolean> => {
  const named = await open(pool, cookie);
  if (!named) return true;
  if (sub !== undefined) {
    const { session } = await ssoSessionRepository().findWithUser(pool, named.userKey, named.id);
    if (session && session.sub !== sub) return false;
  }
  try {
    const { userKey, id: ssoId } = named;
    const ended = ssoSessionRepository().end(pool.id, userKey, ssoId, () => new SessionGone());
    await table().write([ended, ...(await sessionEndWrites(pool, { userKey, ssoId }))]);
    if (pool.backchannelLogout) await (await import('./sso-tokens.ts')).endSsoTokens(pool, userKey, ssoId);
  } catch (error) {
    if (!(error instanceof SessionGone)) throw error;
  }
  return true;
};
