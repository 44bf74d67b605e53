import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { Table } from '#shared/data/table.ts';
import { passkeyIsTwoFactors } from '#shared/domain/user-pools/factors.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { changedPreference, type FactorWishes } from '#shared/domain/users/mfa-preference.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { proofsOf } from '../users/proofs.ts';
import type { UserChanges } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';

/** Which second factors users are asked for. */
export interface MfaPreferences {
  /**
   * Changes the preference of the user that `find` reads, anew at each try. Throws UserNotFoundException,
   * InvalidParameterException for a factor that the pool or the user does not have.
   */
  readonly change: (pool: UserPool, find: () => Promise<UserRecord>, wishes: FactorWishes) => Promise<void>;
  /** Passkeys count as two factors for a whole pool or not at all. Throws InvalidParameterException for another wish. */
  readonly assertPasskeys: (pool: UserPool, asked: boolean | undefined) => void;
}

interface Deps {
  readonly table: Table;
  readonly userChanges: UserChanges;
}

export const createMfaPreferences = ({ table, userChanges }: Deps): MfaPreferences => ({
  change: (pool, find, wishes) =>
    retryOnConflict(async () => {
      const record = await find();
      const { user, userKey } = record;
      const after = { ...user, mfa: changedPreference(pool, proofsOf(pool, record), wishes), updatedAt: now() };
      await table.write(await userChanges.update(pool, user, after, userKey));
    }),

  assertPasskeys: (pool, asked) => {
    if (asked === undefined || asked === passkeyIsTwoFactors(pool)) return;
    throw new CognitoException(
      'InvalidParameterException',
      'WebAuthnMfaSettings follows the FactorConfiguration of the user pool.',
    );
  },
});
