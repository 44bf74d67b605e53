import { randomUUID } from 'node:crypto';
import type { User } from '#shared/domain/users/user.ts';

/** A user who has nothing yet. */
export const newUser = (poolId: string, username: string, facts: Partial<User> = {}): User => ({
  poolId,
  username,
  sub: randomUUID(),
  status: 'CONFIRMED',
  enabled: true,
  attributes: {},
  pending: {},
  groups: [],
  createdAt: 0,
  updatedAt: 0,
  signOuts: 0,
  version: 1,
  ...facts,
});
