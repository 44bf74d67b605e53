import { ChangePasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeUser, password } from '#tests/support/pools.ts';
import { confirmForgot, forgot, newPassword } from '#tests/support/recovery.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

export const passwords: readonly Flow[] = [
  {
    operation: 'ForgotPassword',
    prepare: async () => {
      const pool = await plainPool();
      const { username, email } = await makeUser(pool);
      return {
        call: () => forgot(pool, username),
        proof: async () => confirmForgot(pool, username, await codeFor(email)),
      };
    },
  },
  {
    operation: 'ConfirmForgotPassword',
    prepare: async () => {
      const pool = await plainPool();
      const user = await makeUser(pool);
      await forgot(pool, user.username);
      const code = await codeFor(user.email);
      return {
        call: () => confirmForgot(pool, user.username, code),
        doneBefore: ['ExpiredCodeException'],
        proof: () => signIn(pool, user, { secret: newPassword }),
      };
    },
  },
  {
    operation: 'ChangePassword',
    prepare: async () => {
      const pool = await plainPool();
      const user = await makeUser(pool);
      const { AccessToken } = await signIn(pool, user);
      const change = { AccessToken, PreviousPassword: password, ProposedPassword: newPassword };
      return {
        call: () => publicClient().send(new ChangePasswordCommand(change)),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signIn(pool, user, { secret: newPassword }),
      };
    },
  },
];
