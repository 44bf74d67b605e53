import { AdminGetUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { leaked, minding, protectedBy } from '#tests/support/leaked-passwords.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { beginSignIn } from '#tests/support/sign-in.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

const guardedPool = once(async () => {
  const pool = await makePool(protectedBy('ENFORCED'));
  await minding(pool.poolId, { EventFilter: ['SIGN_IN'] });
  return pool;
});

const refused = (error: unknown): void => {
  if (!(error instanceof Error) || error.name !== 'PasswordResetRequiredException') throw error;
};

export const leakedPasswords: readonly Flow[] = [
  {
    operation: 'InitiateAuth',
    way: 'with a leaked password',
    prepare: async () => {
      const pool = await guardedPool();
      const { username: Username } = await makeUser(pool);
      const user = { UserPoolId: pool.poolId, Username };
      await admin.send(new AdminSetUserPasswordCommand({ ...user, Password: leaked, Permanent: true }));
      return {
        call: () => beginSignIn(pool, Username, leaked).then(() => undefined, refused),
        proof: async () => {
          expect((await admin.send(new AdminGetUserCommand(user))).UserStatus).toBe('RESET_REQUIRED');
        },
      };
    },
  },
];
