import {
  AdminCreateUserCommand,
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminUpdateUserAttributesCommand,
  type ChallengeNameType,
  ChangePasswordCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { hash as bcrypt } from 'bcryptjs';
import { decodeJwt } from 'jose';
import { expect } from 'vitest';
import { awaitingUser, awaits } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { beginDeviceProof, confirmOffered, signInOn } from '#tests/support/devices.ts';
import { importLines, makeRecordJob } from '#tests/support/exports.ts';
import { groupsOf, join, makeGroup } from '#tests/support/groups.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { register, signInWithPasskey } from '#tests/support/passkeys.ts';
import { anEmail, aPhoneNumber, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { forgot } from '#tests/support/recovery.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';
import { signInBySrp } from '#tests/support/srp-sign-in.ts';
import { answerTotp, begin, codeOf, enrol, stepMs } from '#tests/support/totp.ts';

/** A kind of user: makes one, and gives a check that works in any pool and shows that nothing was lost. */
interface Kind {
  readonly name: string;
  readonly make: (pool: TestPool) => Promise<(pool: TestPool) => Promise<unknown>>;
}

/** A pool that users of every kind can be in. */
export const makeVersatilePool = (): Promise<TestPool> =>
  makeMfaPool(
    {},
    {
      AliasAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
      Policies: {
        PasswordPolicy: { MinimumLength: 8, PasswordHistorySize: 3 },
        SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'WEB_AUTHN'] },
      },
      Schema: [
        { Name: 'team', AttributeDataType: 'String', Mutable: true },
        { Name: 'level', AttributeDataType: 'Number', Mutable: true, DeveloperOnlyAttribute: true },
      ],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    },
    {
      GenerateSecret: false,
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
    },
  );

const isSignedIn = ({ AuthenticationResult }: Pick<InitiateAuthCommandOutput, 'AuthenticationResult'>): void =>
  expect(AuthenticationResult?.AccessToken).toBeTruthy();

const statusOf = async ({ poolId }: TestPool, Username: string) => {
  const { Enabled, UserStatus, UserAttributes, UserMFASettingList } = await adminClient().send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username }),
  );
  return {
    Enabled,
    UserStatus,
    UserMFASettingList,
    attributes: Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value])),
  };
};

const withFactor = async (pool: TestPool, factor: 'SMSMfaSettings' | 'EmailMfaSettings') => {
  const phone = aPhoneNumber();
  const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
  const settings = { [factor]: { Enabled: true, PreferredMfa: true } };
  await adminClient().send(
    new AdminSetUserMFAPreferenceCommand({ UserPoolId: pool.poolId, Username: user.username, ...settings }),
  );
  return { ...user, phone };
};

const asksFor = async (
  pool: TestPool,
  { username }: Pick<TestUser, 'username'>,
  wanted: ChallengeNameType,
): Promise<InitiateAuthCommandOutput> => {
  const asked = await beginSignIn(pool, username);
  expect(asked.ChallengeName).toBe(wanted);
  return asked;
};

/** Every kind of user that there is. */
export const kinds: readonly Kind[] = [
  {
    name: 'one with a password',
    make: async (pool) => {
      const user = await makeUser(pool);
      return async (restored) => {
        isSignedIn(await beginSignIn(restored, user.username));
        await expect(beginSignIn(restored, user.username, 'Wrong-horse-1')).rejects.toMatchObject({
          name: 'NotAuthorizedException',
        });
        const { AccessToken } = await signIn(restored, user);
        expect(decodeJwt(AccessToken).sub).toBe(user.sub);
      };
    },
  },
  {
    name: 'one who signs in by SRP',
    make: async (pool) => {
      const user = await makeUser(pool);
      return async (restored) => isSignedIn(await signInBySrp(restored, user));
    },
  },
  {
    name: 'one who signs in with an alias, and has a long name',
    make: async (pool) => {
      const user = await makeUser(pool, { username: `${'\ufdfa'.repeat(100)}${Date.now()}` });
      return async (restored) => {
        isSignedIn(await beginSignIn(restored, user.email));
        isSignedIn(await beginSignIn(restored, user.username));
      };
    },
  },
  {
    name: 'one whose password is still to come from another pool',
    make: async (pool) => {
      const user = await awaitingUser(pool);
      return async (restored) => {
        expect(await awaits(restored, user)).toBe(true);
        expect(await statusOf(restored, user.username)).toMatchObject({ UserStatus: 'CONFIRMED' });
      };
    },
  },
  {
    name: 'one whose password an administrator took away',
    make: async (pool) => {
      const { username } = await makeUser(pool);
      const User = { ProviderName: 'Cognito', ProviderAttributeValue: username };
      await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: pool.poolId, User }));
      return async (restored) => {
        await expect(beginSignIn(restored, username)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
        await expect(forgot(restored, username)).rejects.toMatchObject({
          message: 'User password cannot be reset in the current state.',
        });
      };
    },
  },
  {
    name: 'one who has not confirmed the sign-up',
    make: async (pool) => {
      const { username, email } = await signUp(pool);
      return async (restored) => {
        expect(await statusOf(restored, username)).toMatchObject({ UserStatus: 'UNCONFIRMED' });
        await expect(beginSignIn(restored, username)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
        await expect(confirmSignUp(restored, { username, email })).rejects.toMatchObject({
          name: 'ExpiredCodeException',
        });
      };
    },
  },
  {
    name: 'one with a temporary password',
    make: async (pool) => {
      const email = anEmail();
      const { User } = await adminClient().send(
        new AdminCreateUserCommand({
          UserPoolId: pool.poolId,
          Username: `temporary-${Date.now()}`,
          TemporaryPassword: password,
          MessageAction: 'SUPPRESS',
          UserAttributes: [{ Name: 'email', Value: email }],
        }),
      );
      const username = User?.Username ?? '';
      return async (restored) => {
        const asked = await asksFor(restored, { username }, 'NEW_PASSWORD_REQUIRED');
        isSignedIn(await answerChallenge(restored, asked, { USERNAME: username, NEW_PASSWORD: 'Brand-new-horse-1' }));
      };
    },
  },
  {
    name: 'one whose password was reset',
    make: async (pool) => {
      const { username } = await makeUser(pool);
      await adminClient().send(new AdminResetUserPasswordCommand({ UserPoolId: pool.poolId, Username: username }));
      return async (restored) => {
        expect(await statusOf(restored, username)).toMatchObject({ UserStatus: 'RESET_REQUIRED' });
        await expect(beginSignIn(restored, username)).rejects.toMatchObject({
          name: 'PasswordResetRequiredException',
        });
      };
    },
  },
  {
    name: 'one who is disabled',
    make: async (pool) => {
      const { username } = await makeUser(pool);
      await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: username }));
      return async (restored) => {
        expect(await statusOf(restored, username)).toMatchObject({ Enabled: false });
        await expect(beginSignIn(restored, username)).rejects.toMatchObject({ message: 'User is disabled.' });
      };
    },
  },
  {
    name: 'one with an authenticator app',
    make: async (pool) => {
      const user = await enrol(pool, await makeUser(pool), 'phone');
      return async (restored) => {
        const at = user.enrolledAt + stepMs;
        const { ChallengeName, Session } = await begin(restored, user, at);
        expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
        await expect(
          answerTotp(restored, user, Session, codeOf(user.secret, user.enrolledAt), at),
        ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
        isSignedIn(await answerTotp(restored, user, Session, codeOf(user.secret, at), at));
      };
    },
  },
  {
    name: 'one with codes by SMS',
    make: async (pool) => {
      const user = await withFactor(pool, 'SMSMfaSettings');
      return async (restored) => {
        const asked = await asksFor(restored, user, 'SMS_MFA');
        const SMS_MFA_CODE = await codeFor(user.phone);
        isSignedIn(await answerChallenge(restored, asked, { USERNAME: user.username, SMS_MFA_CODE }));
      };
    },
  },
  {
    name: 'one with codes by e-mail',
    make: async (pool) => {
      const user = await withFactor(pool, 'EmailMfaSettings');
      return async (restored) => {
        const asked = await asksFor(restored, user, 'EMAIL_OTP');
        const EMAIL_OTP_CODE = await codeFor(user.email);
        isSignedIn(await answerChallenge(restored, asked, { USERNAME: user.username, EMAIL_OTP_CODE }));
      };
    },
  },
  {
    name: 'one with a passkey',
    make: async (pool) => {
      const user = await makeUser(pool);
      const authenticator = await register(await signIn(pool, user));
      return async (restored) =>
        isSignedIn(await signInWithPasskey({ pool: restored, username: user.username }, authenticator));
    },
  },
  {
    name: 'one with a remembered device',
    make: async (pool) => {
      const user = await withFactor(pool, 'EmailMfaSettings');
      const { Session } = await asksFor(pool, user, 'EMAIL_OTP');
      const asked = { ChallengeName: 'EMAIL_OTP' as const, Session };
      const first = await answerChallenge(pool, asked, {
        USERNAME: user.username,
        EMAIL_OTP_CODE: await codeFor(user.email),
      });
      const { device } = await confirmOffered(first.AuthenticationResult);
      return async (restored) => {
        const begun = await signInOn(restored, user, device);
        expect(begun.ChallengeName).toBe('DEVICE_SRP_AUTH');
        const proof = await beginDeviceProof(restored, user, begun, device);
        isSignedIn(await publicClient().send(new RespondToAuthChallengeCommand(proof.answer)));
      };
    },
  },
  {
    name: 'one with recovery codes, of which one is spent',
    make: async (pool) => {
      const user = await withFactor(pool, 'EmailMfaSettings');
      const { Session } = await asksFor(pool, user, 'EMAIL_OTP');
      const { AuthenticationResult } = await answerChallenge(
        pool,
        { ChallengeName: 'EMAIL_OTP', Session },
        { USERNAME: user.username, EMAIL_OTP_CODE: await codeFor(user.email) },
      );
      const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', {
        AccessToken: AuthenticationResult?.AccessToken,
      });
      const [spent = '', unspent = ''] = RecoveryCodes;
      const redeem = async (where: TestPool, EMAIL_OTP_CODE: string) =>
        answerChallenge(where, await asksFor(where, user, 'EMAIL_OTP'), { USERNAME: user.username, EMAIL_OTP_CODE });
      isSignedIn(await redeem(pool, spent));
      return async (restored) => {
        await expect(redeem(restored, spent)).rejects.toMatchObject({ name: 'CodeMismatchException' });
        isSignedIn(await redeem(restored, unspent));
        await expect(redeem(restored, unspent)).rejects.toMatchObject({ name: 'CodeMismatchException' });
      };
    },
  },
  {
    name: 'one in groups',
    make: async (pool) => {
      const user = await makeUser(pool);
      const role = 'arn:aws:iam::000000000000:role/staff';
      await makeGroup(pool, 'staff', { Precedence: 1, RoleArn: role, Description: 'who works here' });
      await makeGroup(pool, 'everybody');
      await join(pool, user, 'everybody', 'staff');
      return async (restored) => {
        expect([...(await groupsOf(restored, user))].sort()).toEqual(['everybody', 'staff']);
        const { IdToken } = await signIn(restored, user);
        expect(decodeJwt(IdToken)).toMatchObject({
          'cognito:groups': ['staff', 'everybody'],
          'cognito:preferred_role': role,
        });
      };
    },
  },
  {
    name: 'one with custom attributes',
    make: async (pool) => {
      const user = await makeUser(pool, {
        attributes: [
          { Name: 'custom:team', Value: 'red, "green"\n🙂' },
          { Name: 'dev:custom:level', Value: '7' },
          { Name: 'given_name', Value: 'Ada' },
        ],
      });
      return async (restored) =>
        expect((await statusOf(restored, user.username)).attributes).toMatchObject({
          sub: user.sub,
          email: user.email,
          email_verified: 'true',
          'custom:team': 'red, "green"\n🙂',
          'dev:custom:level': '7',
          given_name: 'Ada',
        });
    },
  },
  {
    name: 'one who came with a hash from elsewhere',
    make: async (pool) => {
      const username = `foreign-${Date.now()}`;
      const record = {
        type: 'user',
        username,
        status: 'CONFIRMED',
        password: { hash: await bcrypt('Foreign-horse-1', 4) },
      };
      const job = await importLines(pool.poolId, [JSON.stringify(record)], await makeRecordJob(pool.poolId));
      expect(job).toMatchObject({ Status: 'Succeeded', ImportedUsers: 1 });
      return async (restored) => {
        isSignedIn(await beginSignIn(restored, username, 'Foreign-horse-1'));
        isSignedIn(await signInBySrp(restored, { username, password: 'Foreign-horse-1' }));
      };
    },
  },
  {
    name: 'one who may not have a former password again',
    make: async (pool) => {
      const user = await makeUser(pool);
      const { AccessToken } = await signIn(pool, user);
      await publicClient().send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword: password, ProposedPassword: 'Second-horse-2' }),
      );
      return async (restored) => {
        const tokens = await signIn(restored, user, { secret: 'Second-horse-2' });
        await expect(
          publicClient().send(
            new ChangePasswordCommand({
              AccessToken: tokens.AccessToken,
              PreviousPassword: 'Second-horse-2',
              ProposedPassword: password,
            }),
          ),
        ).rejects.toMatchObject({ name: 'PasswordHistoryPolicyViolationException' });
      };
    },
  },
  {
    name: 'one whose new address waits for its code',
    make: async (pool) => {
      const user = await makeUser(pool);
      const email = anEmail();
      const { AccessToken } = await signIn(pool, user);
      await publicClient().send(
        new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value: email }] }),
      );
      return async (restored) => {
        expect((await statusOf(restored, user.username)).attributes.email).toBe(user.email);
        const tokens = await signIn(restored, user);
        // The code is not exported: a new one has to be requested.
        await expect(
          publicClient().send(
            new VerifyUserAttributeCommand({
              AccessToken: tokens.AccessToken,
              AttributeName: 'email',
              Code: await codeFor(email),
            }),
          ),
        ).rejects.toMatchObject({ name: 'ExpiredCodeException' });
        await adminClient().send(
          new AdminUpdateUserAttributesCommand({
            UserPoolId: restored.poolId,
            Username: user.username,
            UserAttributes: [
              { Name: 'email', Value: email },
              { Name: 'email_verified', Value: 'true' },
            ],
          }),
        );
        isSignedIn(await beginSignIn(restored, email));
      };
    },
  },
];
