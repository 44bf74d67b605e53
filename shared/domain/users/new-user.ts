import { randomUUID } from 'node:crypto';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { User } from './user.ts';

type NewUser = Partial<
  Pick<
    User,
    | 'sub'
    | 'enabled'
    | 'pending'
    | 'mfa'
    | 'acceptedTerms'
    | 'passwordDisabled'
    | 'awaitsMigration'
    | 'identities'
    | 'unlinked'
    | 'emailFrom'
    | 'createdAt'
    | 'updatedAt'
  >
> &
  Pick<User, 'status' | 'attributes'> & {
    /** Undefined where the `sub` is the username, too. */
    readonly username: string | undefined;
  };

/**
 * A user who is yet to be made, in no group, with a `sub` of its own unless there is one. `now` is in epoch
 * milliseconds.
 */
export const newUser = (
  { id: poolId }: Pick<UserPool, 'id'>,
  { username, sub = randomUUID(), ...facts }: NewUser,
  now: number,
): User => ({
  poolId,
  username: username ?? sub,
  sub,
  enabled: true,
  pending: {},
  groups: [],
  createdAt: now,
  updatedAt: now,
  signOuts: 0,
  version: 1,
  ...facts,
});
