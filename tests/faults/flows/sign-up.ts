import { ResendConfirmationCodeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';
import { newName, plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const resend = async (Username: string): Promise<unknown> => {
  const { clientId: ClientId } = await plainPool();
  return publicClient().send(new ResendConfirmationCodeCommand({ ClientId, Username }));
};

export const signUps: readonly Flow[] = [
  {
    operation: 'SignUp',
    prepare: async () => {
      const pool = await plainPool();
      const user = newName();
      return {
        call: () => signUp(pool, user),
        doneBefore: ['UsernameExistsException'],
        proof: async () => {
          if ((await mailTo(user.email)).length === 0) await resend(user.username);
          await confirmSignUp(pool, user);
          await signIn(pool, user);
        },
      };
    },
  },
  {
    operation: 'ResendConfirmationCode',
    prepare: async () => {
      const pool = await plainPool();
      const user = await signUp(pool, newName());
      return {
        call: () => resend(user.username),
        proof: () => confirmSignUp(pool, user),
      };
    },
  },
  {
    operation: 'ConfirmSignUp',
    prepare: async () => {
      const pool = await plainPool();
      const user = await signUp(pool, newName());
      const ConfirmationCode = await codeFor(user.email);
      return {
        call: () => confirmSignUp(pool, user, { ConfirmationCode }),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signIn(pool, user),
      };
    },
  },
];
