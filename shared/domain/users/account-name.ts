import type { User } from './user.ts';

/** What people know an account by: where users have no username of their own, it is an address. */
export const accountName = ({ username, sub, attributes }: Pick<User, 'username' | 'sub' | 'attributes'>): string =>
  username === sub ? (attributes.email ?? attributes.phone_number ?? username) : username;
