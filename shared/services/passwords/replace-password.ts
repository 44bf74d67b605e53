import { now } from '#shared/config/clock.ts';
import type { Table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { Codes } from '../codes/codes.ts';
import type { UserChanges } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';
import type { Passwords } from './passwords.ts';

export interface Replacement {
  readonly pool: UserPool;
  readonly record: UserRecord;
  readonly password: string;
  /** What the user becomes by it; FORCE_CHANGE_PASSWORD makes the password a temporary one. */
  readonly status: Extract<User['status'], 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD'>;
  /** The code that it is done by, to be spent with it; otherwise a code that is still out is withdrawn. */
  readonly spends?: Write;
}

/**
 * Puts a new password in force, in one transaction with the user's status, and gives the user as it is then. Throws
 * InvalidPasswordException, PasswordHistoryPolicyViolationException, and UserChanged where another change came first.
 */
export type ReplacePassword = (replacement: Replacement) => Promise<User>;

interface Deps {
  readonly codes: Codes;
  readonly passwords: Passwords;
  readonly table: Table;
  readonly userChanges: UserChanges;
}

const dayMs = 86_400_000;

export const createReplacePassword =
  ({ codes, passwords, table, userChanges }: Deps): ReplacePassword =>
  async ({ pool, record, password, status, spends }) => {
    passwords.assertPolicy(pool, password);
    const { user, userKey } = record;
    const after: User = { ...user, status, updatedAt: now() };
    const validity = passwordPolicy(pool).temporaryPasswordValidityDays * dayMs;
    const temporaryUntil = status === 'FORCE_CHANGE_PASSWORD' ? now() + validity : undefined;
    const change = {
      userKey,
      password,
      former: record.password,
      ...(temporaryUntil !== undefined && { temporaryUntil }),
    };
    await table.write([
      ...(await userChanges.update(pool, user, after, userKey)),
      ...(await passwords.replace(pool, change)),
      ...(spends ? [spends] : codes.withdraw(pool, record, 'FORGOT_PASSWORD')),
    ]);
    return after;
  };
