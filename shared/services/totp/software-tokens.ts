/** Authenticator apps of signed-in users. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { softwareTokenRepository } from '#shared/data/users/software-token-repository.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { findStep, gaveLast, newSeed, toSecretCode } from '#shared/domain/totp/totp.ts';
import { poolSecondFactors } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { withoutFactor } from '#shared/domain/users/mfa-preference.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../sealing/sealing.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';
import { type UserRecord, users } from '../users/users.ts';
import { openSeed } from './seeds.ts';

const waitMs = 24 * 3_600_000;
const longestName = 128;

/** Throws SoftwareTokenMFANotFoundException where the pool does not accept codes of authenticator apps. */
export const assertOffered = (pool: UserPool): void => {
  if (poolSecondFactors(pool).includes('SOFTWARE_TOKEN_MFA')) return;
  throw new CognitoException(
    'SoftwareTokenMFANotFoundException',
    'Software Token MFA has not been enabled by the userPool',
  );
};

/** Throws InvalidParameterException for an app's name that is too long. */
export const assertFriendlyName = (name: string | undefined): void => {
  if ((name?.length ?? 0) <= longestName) return;
  throw new CognitoException(
    'InvalidParameterException',
    `FriendlyDeviceName has ${longestName} characters at the most.`,
  );
};

/** The step for which the new seed gives the code. Throws EnableSoftwareTokenMFAException where there is none. */
export const getFirstStep = (seed: Uint8Array, code: string): number => {
  const step = findStep(seed, code, now());
  if (step === undefined) throw wrongCode();
  return step;
};

/** The exception for a code that the new seed does not give. */
export const wrongCode = (): CognitoException =>
  new CognitoException('EnableSoftwareTokenMFAException', 'Code mismatch and fail enable Software Token MFA');

const noToken = (): CognitoException =>
  new CognitoException('SoftwareTokenMFANotFoundException', 'Software Token MFA does not exist for the user.');

const overtaken = (): CognitoException =>
  new CognitoException('ConcurrentModificationException', 'Another secret was given out meanwhile.');

// A client that heard no answer asks again, with the code that activated the app. Its time may be over by then.
const isInForceBy = async (pool: UserPool, { softwareToken }: UserRecord, code: string): Promise<boolean> =>
  softwareToken !== undefined && gaveLast(await openSeed(pool, softwareToken), code, softwareToken.lastStep, now());

/**
 * A new seed in base32, which waits for its first code for a day. The user's present app stays active until then.
 * Throws SoftwareTokenMFANotFoundException where the pool does not accept such codes, ConcurrentModificationException
 * where a later request was faster.
 */
export const associateSoftwareToken = async ({ pool, userKey, user }: UserOfPool): Promise<string> => {
  assertOffered(pool);
  const plain = newSeed();
  const seed = (await sealing().general(pool)).seal('software token', plain);
  const pending = { sub: user.sub, seed, expiresAt: now() + waitMs };
  await table().write([softwareTokenRepository().putPending(pool.id, userKey, pending, overtaken)]);
  return toSecretCode(plain);
};

/**
 * Activates the app that makes the code. Throws EnableSoftwareTokenMFAException for a wrong code, and
 * SoftwareTokenMFANotFoundException where no seed waits.
 */
export const verifySoftwareToken = async (
  { pool, userKey, user }: UserOfPool,
  code: string,
  friendlyName: string | undefined,
): Promise<void> => {
  assertOffered(pool);
  assertFriendlyName(friendlyName);
  const pending = await softwareTokenRepository().findPending(pool.id, userKey);
  if (pending?.sub !== user.sub || pending.expiresAt <= now()) {
    if (await isInForceBy(pool, await users().getByKey(pool, userKey), code)) return;
    throw noToken();
  }
  const { sub, seed } = pending;
  const lastStep = getFirstStep(await openSeed(pool, pending), code);
  await table().write([
    softwareTokenRepository().takePending(pool.id, userKey, pending, wrongCode),
    softwareTokenRepository().put(pool.id, userKey, { sub, seed, lastStep, ...(friendlyName && { friendlyName }) }),
  ]);
};

/** Removes the user's app. Throws UserNotFoundException, ResourceNotFoundException where there is none. */
export const removeSoftwareToken = (pool: UserPool, username: string): Promise<void> =>
  retryOnConflict(async () => {
    const { userKey, user, softwareToken } = await users().get(pool, username);
    if (!softwareToken) {
      throw new CognitoException(
        'ResourceNotFoundException',
        'Software token MFA has not been configured for this user',
      );
    }
    const { mfa } = user;
    const after = { ...user, ...(mfa && { mfa: withoutFactor(mfa, 'SOFTWARE_TOKEN_MFA') }), updatedAt: now() };
    await table().write([
      ...(await userUpdate(pool, user, after, userKey)),
      softwareTokenRepository().remove(pool.id, userKey),
      softwareTokenRepository().removePending(pool.id, userKey),
    ]);
  });
