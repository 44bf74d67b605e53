import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { SessionMoved, sessionRepository } from '#shared/data/users/session-repository.ts';
import { tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { endsSessions, passwordPolicy, withoutSessions } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { withdrawCode } from '../codes/codes.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';
import { assertPasswordPolicy, newPasswordWrites } from './passwords.ts';

export interface Replacement {
  readonly pool: UserPool;
  readonly record: UserRecord;
  readonly password: string;
  /** The user's new status. FORCE_CHANGE_PASSWORD makes the password a temporary one. */
  readonly status: Extract<User['status'], 'CONFIRMED' | 'FORCE_CHANGE_PASSWORD'>;
  /** The write that uses up the code for it. Without it, a code that was sent before becomes invalid. */
  readonly spends?: Write;
  /** What is written together with it. */
  readonly besides?: readonly Write[];
  /**
   * The session that continues where the pool ends sessions at the change; `ended` gives the error where it is over.
   */
  readonly keeps?: { readonly family: TokenFamily; readonly ended: () => Error };
}

const dayMs = 86_400_000;

const write = async ({ pool, record, keeps }: Replacement, writes: readonly Write[]): Promise<void> => {
  if (!keeps || !endsSessions(pool)) return table().write(writes);
  const { user, userKey } = record;
  const { id: familyId, slot } = keeps.family;
  const kept = [...writes, tokenFamilyRepository().outlive(pool.id, userKey, familyId, user, keeps.ended)];
  if (slot === undefined) return table().write(kept);
  const place = sessionRepository().outlive(pool.id, userKey, { slot, familyId }, user);
  // A session that is no longer listed may still have a valid access token for a while.
  return table()
    .write([...kept, place])
    .catch((error: unknown) => {
      if (error instanceof SessionMoved) return table().write(kept);
      throw error;
    });
};

/**
 * Sets a new password, in one transaction with the user's status and, where the pool wants it, the end of the user's
 * sessions. Gives the user after that. Throws InvalidPasswordException, PasswordHistoryPolicyViolationException, and
 * UserChanged where another change came first.
 */
export const replacePassword = async (replacement: Replacement): Promise<User> => {
  const { pool, record, password, status, spends, besides = [] } = replacement;
  assertPasswordPolicy(pool, password);
  const { user, userKey } = record;
  const { passwordDisabled: _disabled, awaitsMigration: _awaited, ...rest } = withoutSessions(pool, user);
  const after: User = { ...rest, status, updatedAt: now() };
  const validity = passwordPolicy(pool).temporaryPasswordValidityDays * dayMs;
  const temporaryUntil = status === 'FORCE_CHANGE_PASSWORD' ? now() + validity : undefined;
  const change = {
    userKey,
    sub: user.sub,
    password,
    former: record.password,
    ...(temporaryUntil !== undefined && { temporaryUntil }),
  };
  await write(replacement, [
    ...(await userUpdate(pool, user, after, userKey)),
    ...(await newPasswordWrites(pool, change)),
    ...(spends ? [spends] : withdrawCode(pool, record, 'FORGOT_PASSWORD')),
    ...besides,
  ]);
  return after;
};
