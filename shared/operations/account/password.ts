import { passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { accountName } from '#shared/domain/users/account-name.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { passwordPage } from '#shared/pages/managed/account/password-page.tsx';
import { changePassword } from '#shared/services/account/change-password.ts';
import { users } from '#shared/services/users/users.ts';
import { type AccountPart, holderOf } from './visit.ts';

// The page for sign-in says it of both names and passwords.
const toOwnWords = (error: unknown): unknown =>
  isException(error, 'NotAuthorizedException') && error.message.startsWith('Incorrect username or password')
    ? new CognitoException('NotAuthorizedException', 'Your current password is not right.', { cause: error })
    : error;

/** The password, by the rules of ChangePassword. */
export const passwordPart: AccountPart = {
  section: 'PASSWORD',
  isDelicate: true,
  isThere: ({ live }) => live.user.passwordDisabled === undefined,
  show: async (visit, view) => {
    const { pool, userKey } = holderOf(visit);
    const { user, password } = await users().getByKey(pool, userKey);
    return passwordPage(view, {
      username: accountName(user),
      hasPassword: password !== undefined,
      rules: passwordPolicy(pool),
    });
  },
  act: async (visit, form) => {
    try {
      await changePassword(holderOf(visit), {
        previous: form.get('current_password'),
        proposed: form.get('new_password') ?? '',
        origin: visit.call.origin,
      });
    } catch (error) {
      throw toOwnWords(error);
    }
    return { told: 'account.passwordChanged' };
  },
};
