import type { Parameters } from '#shared/domain/sign-in/parameters.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';

/** Names of the attributes that the pool requires and the user lacks. */
export const missingAttributes = (pool: UserPool, user: User): readonly string[] =>
  pool.schema.flatMap(({ name, required }) => (required && name !== 'sub' && !user.attributes[name] ? [name] : []));

/**
 * The parameters of the NEW_PASSWORD_REQUIRED challenge: the user's attributes, and those that must come with the
 * answer.
 */
export const newPasswordParameters = (pool: UserPool, user: User): Parameters => ({
  USER_ID_FOR_SRP: user.username,
  requiredAttributes: JSON.stringify(missingAttributes(pool, user).map((name) => `userAttributes.${name}`)),
  userAttributes: JSON.stringify(user.attributes),
});
