/** Ends sign-ins before they expire. */
import { ssoSessionRepository } from '#shared/data/oauth/sso-session-repository.ts';
import { table } from '#shared/data/table.ts';
import { SessionMoved, sessionRepository } from '#shared/data/users/session-repository.ts';
import { FamilyGone, tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { revokesTokens } from '#shared/domain/app-clients/app-client.ts';
import { sessionTracking } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { sessionEndWrites } from '../session-ends/session-end-writes.ts';
import { type RefreshToken, refreshTokens } from './refresh-tokens.ts';

// Access and ID tokens are signed and have three parts; refresh tokens are encrypted and have five.
const isSignedToken = (token: string): boolean => token.split('.').length === 3;

const noUser = (): CognitoException => new CognitoException('UserNotFoundException', 'User does not exist.');

/** A token family, and where its session is, if it has one. */
type Place = Pick<RefreshToken, 'userKey' | 'familyId'> & { readonly slot?: number | undefined };

/** Revokes a token family and ends its session, together with `besides`. Harmless where that is over. */
export const revokeFamily = async (
  pool: UserPool,
  { userKey, familyId, slot }: Place,
  besides: readonly Write[] = [],
): Promise<void> => {
  const revoked = tokenFamilyRepository().revoke(pool.id, userKey, familyId);
  const freed = slot === undefined ? [] : [sessionRepository().remove(pool.id, userKey, { slot, familyId })];
  try {
    await table()
      .write([revoked, ...freed, ...besides])
      .catch((error: unknown) => {
        if (!(error instanceof SessionMoved)) throw error;
        return table().write([revoked, ...besides]);
      });
  } catch (error) {
    if (!(error instanceof FamilyGone)) throw error;
  }
};

/** The same for the family of a refresh token. App clients that want to be told hear of it. */
export const endSignIn = async (pool: UserPool, token: Place): Promise<void> =>
  revokeFamily(pool, token, await sessionEndWrites(pool, { userKey: token.userKey }));

class SessionGone extends Error {}

// Only pools that track sessions know which session of the pages a family came through.
const endOrigin = async (pool: UserPool, { userKey, familyId }: RefreshToken): Promise<void> => {
  if (!sessionTracking(pool).enabled) return;
  const { ssoId } = (await tokenFamilyRepository().find(pool.id, userKey, familyId)) ?? {};
  if (ssoId === undefined) return;
  try {
    await table().write([ssoSessionRepository().end(pool.id, userKey, ssoId, () => new SessionGone())]);
  } catch (error) {
    if (!(error instanceof SessionGone)) throw error;
  }
};

/**
 * Revokes a refresh token's family; `LINKED` also ends the session of the pages that it came through. An unknown or
 * revoked token is no error. Throws UnsupportedOperationException, UnsupportedTokenTypeException, UnauthorizedException.
 */
export const revokeRefreshToken = async (
  { pool, client }: ClientRecord,
  text: string,
  associated: 'LINKED' | 'NONE' = 'NONE',
): Promise<void> => {
  if (!revokesTokens(client)) {
    throw new CognitoException('UnsupportedOperationException', 'Token revocation is not enabled for the client.');
  }
  if (isSignedToken(text)) throw new CognitoException('UnsupportedTokenTypeException', 'Unsupported token type.');
  const token = await refreshTokens().open(pool, text);
  if (!token) return;
  if (token.clientId !== client.id) {
    throw new CognitoException('UnauthorizedException', 'The token was not issued to this client.');
  }
  await endSignIn(pool, token);
  if (associated === 'LINKED') await endOrigin(pool, token);
};

/** Revokes every token of a user. Throws UserNotFoundException. */
export const signOutEverywhere = async (pool: UserPool, userKey: string): Promise<void> =>
  table().write([userRepository().signOut(pool.id, userKey, noUser), ...(await sessionEndWrites(pool, { userKey }))]);
