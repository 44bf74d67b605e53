/**
 * Codes for users who have lost their second factor. They are stored as keyed digests, and each is used up by a
 * conditional write.
 */
import { createHmac } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { recoveryCodeRepository } from '#shared/data/users/recovery-code-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { findRecoveryCode, newRecoveryCodes } from '#shared/domain/recovery-codes/recovery-code.ts';
import { mfaMode } from '#shared/domain/user-pools/factors.ts';
import type { Sealed, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../sealing/sealing.ts';
import type { UserOfPool } from '../users/user-of-pool.ts';
import type { UserRecord } from '../users/users.ts';

const overtaken = (): CognitoException =>
  new CognitoException('ConcurrentModificationException', 'Other codes were given out meanwhile.');

const digester = async (pool: UserPool, sub: string, own?: Sealed): Promise<(letters: string) => string> => {
  const seal = await sealing().general(pool);
  const key = own ? seal.open('recovery codes', own) : seal.key('recovery codes');
  if (!key) throw new Error('The key of recovery codes does not open.');
  return (letters) => createHmac('sha256', key).update(`${sub} ${letters}`).digest('base64url');
};

/**
 * New codes that replace the earlier ones. They are told only this once. Throws InvalidParameterException where the
 * pool asks for no second factor, ConcurrentModificationException where a later request was faster.
 */
export const renewRecoveryCodes = async ({ pool, userKey, user: { sub } }: UserOfPool): Promise<readonly string[]> => {
  if (mfaMode(pool) === 'OFF') {
    throw new CognitoException('InvalidParameterException', 'The user pool asks for no second factor.');
  }
  const codes = newRecoveryCodes();
  const digest = await digester(pool, sub);
  const unused = Object.fromEntries(codes.map((code) => [digest(findRecoveryCode(code) ?? ''), true] as const));
  await table().write([
    recoveryCodeRepository().put(pool.id, userKey, { sub, codes: unused, createdAt: now() }, overtaken),
  ]);
  return codes;
};

/**
 * The write that uses up the code for a sign-in; undefined where the user has no such code, or another sign-in used it.
 * `refused` gives the error where another sign-in is faster.
 */
export const redeemRecoveryCode = async (
  pool: UserPool,
  { userKey, user, recoveryCodes: kept }: UserRecord,
  { code, signInId }: { readonly code: string; readonly signInId: string },
  refused: () => Error,
): Promise<Write | undefined> => {
  const letters = findRecoveryCode(code);
  if (letters === undefined || !kept) return undefined;
  const digest = (await digester(pool, user.sub, kept.key))(letters);
  const state = Object.hasOwn(kept.codes, digest) ? kept.codes[digest] : undefined;
  if (state !== true && state !== signInId) return undefined;
  return recoveryCodeRepository().spend(pool.id, userKey, kept, { digest, signInId }, refused);
};
