import type { Write } from '#shared/data/write.ts';
import type { ClientRecord } from '../directory/directory.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { NobodyRecord, UserRecord } from '../users/users.ts';
import { type Attempts, unknownUser, wrongPassword } from './attempts.ts';

/**
 * Compares a password in clear with its hash, at the same cost for a name that nobody has. Gives the writes that go
 * with the next step. Throws NotAuthorizedException, and counts it, where it is wrong.
 */
export type ProvePassword = (
  app: ClientRecord,
  record: UserRecord | NobodyRecord,
  password: string,
) => Promise<readonly Write[]>;

interface Deps {
  readonly attempts: Attempts;
  readonly passwords: Passwords;
}

export const createProvePassword =
  ({ attempts, passwords }: Deps): ProvePassword =>
  async (app, record, password) => {
    const right = await passwords.matches(password, record.user && record.password);
    if (!right) throw await attempts.failed(app, record);
    if (!record.user || !record.password) throw unknownUser(app);
    await attempts.succeeded(app, record);
    return passwords.rehash(app.pool, record.userKey, password, record.password, wrongPassword);
  };
