import { userRepository } from '#shared/data/users/user-repository.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import { keepsSignIns } from '#shared/domain/oauth/sso-session.ts';
import type { AuthContext } from '#shared/domain/tokens/token-family.ts';
import { keepsLink } from '#shared/domain/users/identities.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';

interface Grantor {
  readonly userKey: string;
  readonly sub: string;
  /** The user's count of global sign-outs, when something was granted. */
  readonly signOuts: number;
  readonly authContext: AuthContext;
}

/** The user who granted something a while ago, and still may. One request of the store. Throws invalid_grant. */
export const findGrantedUser = async (
  { pool }: ClientRecord,
  { userKey, sub, signOuts, authContext }: Grantor,
): Promise<User> => {
  const user = await userRepository().find(pool, userKey);
  const isSame = user?.sub === sub && user.signOuts === signOuts && keepsLink(authContext, user);
  if (!isSame || !keepsSignIns(user, authContext)) throw new OAuthError('invalid_grant');
  return user;
};
