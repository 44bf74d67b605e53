/** Which second factors users are asked for. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { passkeyIsTwoFactors } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { changedPreference, type FactorWishes } from '#shared/domain/users/mfa-preference.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { proofsOf } from '../users/proofs.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';

/**
 * Changes the preference of the user that `find` reads, which it does again at each try. Throws UserNotFoundException,
 * InvalidParameterException for a factor that the pool or the user does not have.
 */
export const changeMfaPreference = (
  pool: UserPool,
  find: () => Promise<UserRecord>,
  wishes: FactorWishes,
): Promise<void> =>
  retryOnConflict(async () => {
    const record = await find();
    const { user, userKey } = record;
    const after = { ...user, mfa: changedPreference(pool, proofsOf(pool, record), wishes), updatedAt: now() };
    await table().write(await userUpdate(pool, user, after, userKey));
  });

/**
 * Throws InvalidParameterException for a wish about passkeys that differs from the pool: they count as two factors for
 * a whole pool, or not at all.
 */
export const assertPasskeysAllowed = (pool: UserPool, asked: boolean | undefined): void => {
  if (asked === undefined || asked === passkeyIsTwoFactors(pool)) return;
  throw new CognitoException(
    'InvalidParameterException',
    'WebAuthnMfaSettings follows the FactorConfiguration of the user pool.',
  );
};
