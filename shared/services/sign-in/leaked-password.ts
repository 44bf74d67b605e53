import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { leakActionAt } from '#shared/domain/leaked-passwords/leak-action.ts';
import { uncheckedText } from '#shared/domain/sign-in/refusal-texts.ts';
import type { ProofDetails } from '#shared/domain/sign-in/trail.ts';
import { withoutSessions } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { userUpdate } from '../users/user-changes.ts';
import { type UserRecord, users } from '../users/users.ts';

// Where another password was set meanwhile, nothing has to be reset any more.
const demandReset = (pool: UserPool, record: UserRecord): Promise<void> =>
  retryOnConflict(async (attempt) => {
    const present = attempt === 1 ? record : await users().findByKey(pool, record.userKey);
    if (!present.user || present.password?.setAt !== record.password?.setAt) return;
    const { user, userKey } = present;
    if (user.status !== 'CONFIRMED') return;
    const after: User = { ...withoutSessions(pool, user), status: 'RESET_REQUIRED', updatedAt: now() };
    await table().write(await userUpdate(pool, user, after, userKey));
  });

/**
 * Finds out whether the password that a user has just proved is known elsewhere. Where it is refused for that, the user
 * has to reset it from now on. Only users who could sign in by it are looked at: a temporary password is replaced anyway.
 * Throws NotAuthorizedException where a list could not be asked and the pool refuses what is unchecked.
 */
export const findLeak = async (
  app: ClientRecord,
  record: UserRecord,
  password: string,
): Promise<ProofDetails['leakedPassword']> => {
  const { pool } = app;
  const { enabled, status } = record.user;
  const action = leakActionAt(app, 'SIGN_IN');
  if (!action || !enabled || status !== 'CONFIRMED') return undefined;
  const { lookUpPassword } = await import('../leaked-passwords/look-up.ts');
  const verdict = await lookUpPassword(pool, password);
  if (verdict === 'unchecked' && action !== 'note' && pool.passwordBlocklist?.refusesUnchecked) {
    throw new CognitoException('NotAuthorizedException', uncheckedText);
  }
  if (verdict !== 'leaked') return undefined;
  if (action === 'note') return 'noted';
  await demandReset(pool, record);
  return 'refused';
};
