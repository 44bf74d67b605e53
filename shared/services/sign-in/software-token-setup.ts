/**
 * Authenticator apps that users set up while signing in. A seed is only in the Session, until its first code stores it.
 */
import { now } from '#shared/config/clock.ts';
import { ssoSessionRepository } from '#shared/data/oauth/sso-session-repository.ts';
import { table } from '#shared/data/table.ts';
import { softwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { invalidSession, spentSession } from '#shared/domain/sign-in/session-refusals.ts';
import type { SoftwareToken } from '#shared/domain/totp/software-token.ts';
import { newSeed, toSecretCode } from '#shared/domain/totp/totp.ts';
import { withFactor } from '#shared/domain/users/mfa-preference.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { isSameSecret } from '../app-clients/client-secrets.ts';
import { type ClientRecord, cachedClient } from '../directory/directory.ts';
import { sealing } from '../sealing/sealing.ts';
import { openSeed } from '../totp/seeds.ts';
import { assertFriendlyName, assertOffered, getFirstStep, wrongCode } from '../totp/software-tokens.ts';
import { proofsOf } from '../users/proofs.ts';
import { userUpdate } from '../users/user-changes.ts';
import { type UserRecord, users } from '../users/users.ts';
import {
  type ChallengeSession,
  clientNamedBy,
  type OpenedSession,
  openSession,
  sealSession,
} from './challenge-sessions.ts';
import { assertSameAccount } from './identification.ts';

const open = async (text: string): Promise<{ readonly app: ClientRecord; readonly session: OpenedSession }> => {
  const clientId = clientNamedBy(text);
  if (clientId === undefined) throw invalidSession();
  try {
    const app = await cachedClient(clientId);
    return { app, session: await openSession(app, text, 'MFA_SETUP') };
  } catch (error) {
    throw isException(error, 'CodeMismatchException', 'ResourceNotFoundException') ? invalidSession(error) : error;
  }
};

/**
 * A new seed in base32, and the Session to continue with. Throws NotAuthorizedException for a Session that waits for no
 * set-up, SoftwareTokenMFANotFoundException where the pool does not accept such codes.
 */
export const associateBySession = async (
  text: string,
): Promise<{ readonly secretCode: string; readonly session: string }> => {
  const { app, session } = await open(text);
  assertOffered(app.pool);
  const seed = newSeed();
  const carried = { softwareToken: { seed: seed.toString('base64') } };
  // Only the first secret gives more time. Otherwise a Session could be kept until after the password has changed.
  const until = session.carried.softwareToken && session.expiresAt;
  return { secretCode: toSecretCode(seed), session: await sealSession(app, { ...session, carried }, until) };
};

interface ProvedSeed {
  readonly seed: Buffer;
  readonly step: number;
  readonly friendlyName: string | undefined;
}

// Who could not go on to tokens with this Session gets no app by it either.
const findOwner = async (app: ClientRecord, session: ChallengeSession): Promise<UserRecord> => {
  const record = await users().findByKey(app.pool, session.userKey);
  assertSameAccount(app, record, session);
  if (!record.user) throw invalidSession();
  if (!record.user.enabled) throw new CognitoException('NotAuthorizedException', 'User is disabled.');
  if (record.user.status !== 'CONFIRMED') throw invalidSession();
  return record;
};

// A client that heard no answer asks again, with the same code or, later on, with another one.
const useAgain = async (
  { pool }: ClientRecord,
  { userKey }: UserRecord,
  stored: SoftwareToken,
  { step, signInId }: { readonly step: number; readonly signInId: string },
): Promise<void> => {
  if (step < stored.lastStep) throw wrongCode();
  if (step === stored.lastStep) return;
  await table().write([softwareTokenRepository().takeStep(pool.id, userKey, stored, { step, signInId }, wrongCode)]);
};

// The app counts at once, and only where the user has no second factor: all Sessions of the same password compete for
// it. The profile is written, too, so that no factor that is switched on meanwhile is overlooked.
const store = async (app: ClientRecord, session: ChallengeSession, proved: ProvedSeed): Promise<void> => {
  const { pool } = app;
  const { signInId } = session;
  const { seed, step, friendlyName } = proved;
  const record = await findOwner(app, session);
  const { user, userKey, softwareToken: stored } = record;
  if (stored && isSameSecret(await openSeed(pool, stored), seed)) {
    return useAgain(app, record, stored, { step, signInId });
  }
  if (secondFactorsOf(pool, proofsOf(pool, record)).usable.length > 0) throw spentSession();
  const softwareToken: SoftwareToken = {
    sub: user.sub,
    seed: (await sealing().general(pool)).seal('software token', seed),
    lastStep: step,
    ...(friendlyName && { friendlyName }),
  };
  const after = { ...user, mfa: withFactor(user.mfa, 'SOFTWARE_TOKEN_MFA'), updatedAt: now() };
  await table().write([
    ...(await userUpdate(pool, user, after, userKey)),
    softwareTokenRepository().create(pool.id, userKey, softwareToken, spentSession),
    // Otherwise an old Session could bring back an app that an administrator removed.
    (session.page ? ssoSessionRepository() : tokenFamilyRepository()).unused(pool.id, userKey, signInId, spentSession),
  ]);
};

/**
 * Puts the app that makes the code in force, and gives the Session that ends the set-up. Throws
 * EnableSoftwareTokenMFAException for a wrong code, SoftwareTokenMFANotFoundException where no seed was asked for, and
 * NotAuthorizedException, also where the user has a second factor by now.
 */
export const verifyBySession = async (
  text: string,
  code: string,
  friendlyName: string | undefined,
): Promise<string> => {
  const { app, session } = await open(text);
  assertFriendlyName(friendlyName);
  assertOffered(app.pool);
  const { seed: carriedSeed } = session.carried.softwareToken ?? {};
  if (carriedSeed === undefined) {
    throw new CognitoException('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');
  }
  const seed = Buffer.from(carriedSeed, 'base64');
  const step = getFirstStep(seed, code);
  await retryOnConflict(() => store(app, session, { seed, step, friendlyName }));
  const carried = { softwareToken: { seed: carriedSeed, isVerified: true } } as const;
  // Only the first code gives more time: an app may be verified over and over.
  const until = session.carried.softwareToken?.isVerified && session.expiresAt;
  return sealSession(app, { ...session, carried }, until);
};
