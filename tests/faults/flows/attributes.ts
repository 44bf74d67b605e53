import {
  GetUserAttributeVerificationCodeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { userOf } from '#tests/support/sign-up.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

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
