/** The sessions of users, for users and administrators to see and end. */
import { now } from '#shared/config/clock.ts';
import { ssoSessionRepository } from '#shared/data/oauth/sso-session-repository.ts';
import { table } from '#shared/data/table.ts';
import { SessionMoved, sessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { mayReplaceSignIn, type SsoSession } from '#shared/domain/oauth/sso-session.ts';
import { findSessionNamed } from '#shared/domain/sessions/session-id.ts';
import type { TrackedSession } from '#shared/domain/sessions/tracked-session.ts';
import { isActive, type UserSession } from '#shared/domain/sessions/user-session.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { keepsLink } from '#shared/domain/users/identities.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { cachedClientOf } from '../directory/directory.ts';
import { sessionEndWrites } from '../session-ends/session-end-writes.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';

const noSession = (): CognitoException => new CognitoException('ResourceNotFoundException', 'Session does not exist.');

/** Throws OperationNotEnabledException where the pool does not track sessions. */
export const assertTracked = (pool: UserPool): void => {
  if (!sessionTracking(pool).enabled) {
    throw new CognitoException(
      'OperationNotEnabledException',
      `Session tracking is not enabled for user pool ${pool.id}.`,
    );
  }
};

/** There is only one page, and no answer gives a token for another. Throws InvalidParameterException for a token. */
export const assertOnlyPage = (token: string | undefined): void => {
  if (token !== undefined) throw new CognitoException('InvalidParameterException', 'Invalid pagination token.');
};

const clientOf = async (poolId: string, { clientId }: SsoSession): Promise<Pick<AppClient, 'ssoSessionMinutes'>> => {
  try {
    return (await cachedClientOf(poolId, clientId)).client;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return { ssoSessionMinutes: 0 };
    throw error;
  }
};

// A page holds 125, and a user has up to a hundred sessions of tokens.
const mostSso = 25;

const lastUse = ({ activity, authTime }: SsoSession): number => activity?.lastActiveAt ?? authTime;

const byLastUse = (one: { readonly lastActiveAt: number }, other: { readonly lastActiveAt: number }): number =>
  other.lastActiveAt - one.lastActiveAt;

// Those that count with the app client that they began with.
const ssoSessionsOf = async ({ pool, userKey, user }: UserOfPool): Promise<readonly TrackedSession[]> => {
  const found = await ssoSessionRepository().all(pool.id, userKey);
  const counting = await Promise.all(
    found.map(async (session) => mayReplaceSignIn(session, user, await clientOf(pool.id, session), now())),
  );
  return found
    .filter((_session, index) => counting[index])
    .map((session) => ({ kind: 'sso', lastActiveAt: lastUse(session), session }) as const)
    .sort(byLastUse)
    .slice(0, mostSso);
};

const tokenSessionsOf = async ({ pool, userKey, user }: UserOfPool): Promise<readonly TrackedSession[]> =>
  (await sessionRepository().all(pool.id, userKey))
    .filter((session) => isActive(session, user, now()) && keepsLink({ ...session, authTime: session.createdAt }, user))
    .map((session) => ({ kind: 'tkn', lastActiveAt: session.lastActiveAt, session }) as const);

/**
 * The active sessions, the last active one first. Throws OperationNotEnabledException where the pool does not track
 * sessions.
 */
export const listUserSessions = async (of: UserOfPool): Promise<readonly TrackedSession[]> => {
  assertTracked(of.pool);
  const [tokens, sso] = await Promise.all([tokenSessionsOf(of), ssoSessionsOf(of)]);
  return [...tokens, ...sso].sort(byLastUse);
};

const isOver = (error: unknown): boolean =>
  error instanceof FamilyGone || error instanceof SessionMoved || error instanceof SsoGone;

const endTokens = async ({ pool, userKey }: UserOfPool, { slot, familyId }: Pick<UserSession, 'slot' | 'familyId'>) =>
  table().write([
    tokenFamilyRepository().revoke(pool.id, userKey, familyId),
    sessionRepository().remove(pool.id, userKey, { slot, familyId }),
    ...(await sessionEndWrites(pool, { userKey })),
  ]);

class SsoGone extends Error {}

const endSso = ({ pool, userKey }: UserOfPool, id: string): Promise<void> =>
  table().write([ssoSessionRepository().end(pool.id, userKey, id, () => new SsoGone())]);

// Somebody else may have ended it meanwhile, which is as good.
const alsoEnd = async (ending: Promise<void>): Promise<void> => {
  try {
    await ending;
  } catch (error) {
    if (!isOver(error)) throw error;
  }
};

const revokeTokens = async (of: UserOfPool, familyId: string, withLinked: boolean): Promise<void> => {
  const { pool, userKey, user } = of;
  const family = await tokenFamilyRepository().find(pool.id, userKey, familyId);
  if (!family || family.revoked || family.slot === undefined || !isActive(family, user, now())) throw noSession();
  // First, so that whoever asks again after a failure finds these tokens, and ends the rest.
  if (withLinked && family.ssoId !== undefined) await alsoEnd(endSso(of, family.ssoId));
  await endTokens(of, { slot: family.slot, familyId });
};

const revokeSso = async (of: UserOfPool, id: string, withLinked: boolean): Promise<void> => {
  const { pool, userKey, user } = of;
  const session = await ssoSessionRepository().find(pool.id, userKey, id);
  const lasts = session !== undefined && !session.ended && isActive(session, user, now());
  // First, so that no more tokens come through it.
  if (lasts) await endSso(of, id);
  const all = withLinked ? await sessionRepository().all(pool.id, userKey) : [];
  // A failure may have left some of a session that was ended before.
  const linked = all.filter(({ ssoId }) => ssoId === id);
  if (!lasts && linked.length === 0) throw noSession();
  await Promise.all(linked.map((one) => alsoEnd(endTokens(of, one))));
};

/**
 * Ends a session: from then on, its tokens are invalid, or it replaces no sign-in. `LINKED` also ends the session of the
 * pages that a session of tokens came through, or the sessions of tokens that came through one of the pages. Throws
 * ResourceNotFoundException where it is not active, and OperationNotEnabledException where the pool does not track
 * sessions.
 */
export const revokeUserSession = async (
  of: UserOfPool,
  sessionId: string,
  associated: 'LINKED' | 'NONE' = 'NONE',
): Promise<void> => {
  assertTracked(of.pool);
  const named = findSessionNamed(sessionId);
  if (!named) throw noSession();
  const revoke = named.kind === 'sso' ? revokeSso : revokeTokens;
  try {
    await revoke(of, named.id, associated === 'LINKED');
  } catch (error) {
    // Somebody else ended it meanwhile.
    if (isOver(error)) throw noSession();
    throw error;
  }
};
