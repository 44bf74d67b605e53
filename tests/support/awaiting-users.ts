import { randomUUID } from 'node:crypto';
import type { UserRecordLine } from '#shared/domain/imports/user-record.ts';
import { anEmail, type TestPool } from './pools.ts';
import { itemsAbout } from './raw-table.ts';
import { loadUser } from './user-loader.ts';

type InPool = Pick<TestPool, 'poolId'>;

/** A user who came from another pool without the password. */
export const awaitingUser = async (
  { poolId }: InPool,
  { email: given, ...record }: Partial<Omit<UserRecordLine, 'type'>> & { readonly email?: string } = {},
): Promise<{ readonly username: string; readonly email: string; readonly sub: string }> => {
  const { username = `user-${randomUUID()}`, attributes, ...rest } = record;
  const email = given ?? anEmail();
  const { sub } = await loadUser(poolId, {
    awaitsMigration: true,
    ...rest,
    username,
    attributes: { email, email_verified: 'true', ...attributes },
  });
  return { username, email, sub };
};

/** What the profile says of the migration: true while the user awaits it. */
export const awaits = async ({ poolId }: InPool, { username }: { readonly username: string }): Promise<boolean> => {
  const items = await itemsAbout(`USER#${poolId}#${username}`);
  const profile = items.find(({ type }) => type === 'User');
  if (!profile) throw new Error('There is no such user.');
  return Object(profile.data).awaitsMigration === true;
};
