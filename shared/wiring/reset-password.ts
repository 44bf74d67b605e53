import { createResetPassword } from '#shared/services/recovery/reset-password.ts';
import { attempts } from './attempts.ts';
import { codes } from './codes.ts';
import { once } from './once.ts';
import { passwords } from './passwords.ts';
import { recipients } from './recipients.ts';
import { replacePassword } from './replace-password.ts';
import { users } from './users.ts';

export const resetPassword = once(() =>
  createResetPassword({
    attempts: attempts(),
    codes: codes(),
    passwords: passwords(),
    recipients: recipients(),
    replacePassword: replacePassword(),
    users: users(),
  }),
);
