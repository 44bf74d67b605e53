import { newUser as domainUser } from '#shared/domain/users/new-user.ts';
import type { User } from '#shared/domain/users/user.ts';

/** A user who has nothing yet. */
export const newUser = (id: string, username: string, facts: Partial<User> = {}): User =>
  domainUser({ id }, { username, status: 'CONFIRMED', attributes: {}, ...facts }, 0);
