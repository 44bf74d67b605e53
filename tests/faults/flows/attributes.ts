import {
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { userOf } from '#tests/support/sign-up.ts';
import { once, plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const aliasPool = once(() => makePool({ AliasAttributes: ['email'] }));

const holder = async () => {
  const pool = await plainPool();
  const user = await makeUser(pool);
  const { AccessToken } = await signIn(pool, user);
  const next = anEmail();
  return {
    AccessToken,
    next,
    askForCode: () => anyone.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' })),
    change: () =>
      anyone.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value: next }] })),
    verify: (Code: string) =>
      anyone.send(new VerifyUserAttributeCommand({ AccessToken, AttributeName: 'email', Code })),
    isVerified: async () => {
      const { attributes } = await userOf(pool, user.username);
      expect(attributes).toMatchObject({ email: next, email_verified: 'true' });
    },
  };
};

export const attributes: readonly Flow[] = [
  {
    operation: 'AdminUpdateUserAttributes',
    prepare: async () => {
      const pool = await aliasPool();
      const [owner, user] = [await makeUser(pool), await makeUser(pool)];
      const UserAttributes = [
        { Name: 'email', Value: owner.email },
        { Name: 'email_verified', Value: 'true' },
      ];
      const request = { UserPoolId: pool.poolId, Username: user.username, UserAttributes };
      return {
        call: () => adminClient().send(new AdminUpdateUserAttributesCommand(request)),
        proof: async () => {
          const [holder, former] = [await userOf(pool, owner.email), await userOf(pool, owner.username)];
          expect(holder.attributes).toMatchObject({ sub: user.sub, email_verified: 'true' });
          expect(former.attributes).toMatchObject({ sub: owner.sub, email_verified: 'false' });
        },
      };
    },
  },
  {
    operation: 'UpdateUserAttributes',
    prepare: async () => {
      const { next, askForCode, change, verify, isVerified } = await holder();
      return {
        call: change,
        proof: async () => {
          if ((await mailTo(next)).length === 0) await askForCode();
          await verify(await codeFor(next));
          await isVerified();
        },
      };
    },
  },
  {
    operation: 'GetUserAttributeVerificationCode',
    prepare: async () => {
      const { next, askForCode, change, verify, isVerified } = await holder();
      await change();
      return {
        call: askForCode,
        proof: async () => {
          await verify(await codeFor(next));
          await isVerified();
        },
      };
    },
  },
  {
    operation: 'VerifyUserAttribute',
    prepare: async () => {
      const { next, change, verify, isVerified } = await holder();
      await change();
      const code = await codeFor(next);
      return { call: () => verify(code), doneBefore: ['ExpiredCodeException'], proof: isVerified };
    },
  },
];
