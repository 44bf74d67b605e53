import { aliasAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { toldAttributes } from '#shared/domain/users/identities.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { TextMap } from './triggers.ts';

const aliasesOf = (pool: UserPool, { attributes }: User): TextMap =>
  Object.fromEntries(
    (['email', 'phone_number'] as const).flatMap((name) => {
      const value = attributes[name];
      const isAlias = aliasAttributes(pool).includes(name) && attributes[`${name}_verified`] === 'true';
      return isAlias && value !== undefined ? [[`cognito:${name}_alias`, value.toLowerCase()]] : [];
    }),
  );

/** A user in the form for triggers: `request.userAttributes`. */
export const userAttributes = (pool: UserPool, user: User): TextMap => ({
  sub: user.sub,
  ...aliasesOf(pool, user),
  'cognito:user_status': user.status,
  ...toldAttributes(user),
});
