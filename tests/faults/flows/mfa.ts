import {
  AssociateSoftwareTokenCommand,
  GetUserCommand,
  RespondToAuthChallengeCommand,
  SetUserMFAPreferenceCommand,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { confirmedDevice, proveDevice, signInOn } from '#tests/support/devices.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import {
  answerTotp,
  begin,
  codeOf,
  enrol,
  makeTotpPool,
  makeTotpUser,
  stepMs,
  type TotpUser,
} from '#tests/support/totp.ts';
import { listening } from '../heard.ts';
import { once, signInsOf } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const optionalPool = once(() => makeTotpPool('OPTIONAL'));
const insistingPool = once(() => makeTotpPool('ON'));
const deviceTotpPool = once(() =>
  makeTotpPool('OPTIONAL', {
    DeviceConfiguration: { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
  }),
);

/** A user who has asked for a secret while signing in. */
const associatedInSetup = async () => {
  const pool = await insistingPool();
  const user = await makeUser(pool);
  const { Session } = await begin(pool, user);
  const associated = await anyone.send(new AssociateSoftwareTokenCommand({ Session }));
  const { SecretCode = '' } = associated;
  return { pool, user, associated, SecretCode, at: Date.now() };
};

const associate = async (AccessToken: string): Promise<string> => {
  const { SecretCode = '' } = await anyone.send(new AssociateSoftwareTokenCommand({ AccessToken }));
  return SecretCode;
};

/** Proves an app by the code that it showed one step before `at`: the code of `at` is left for a sign-in. */
const verify = (AccessToken: string, secret: string, at: number) =>
  publicClient({ at }).send(new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(secret, at - stepMs) }));

const verifyInSetup = (Session: string | undefined, secret: string, at: number) =>
  publicClient({ at }).send(new VerifySoftwareTokenCommand({ Session, UserCode: codeOf(secret, at - stepMs) }));

const preferApp = (AccessToken: string) =>
  anyone.send(
    new SetUserMFAPreferenceCommand({ AccessToken, SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true } }),
  );

const holder = async () => {
  const pool = await optionalPool();
  const user = await makeUser(pool);
  const { AccessToken } = await signIn(pool, user);
  return { pool, user, AccessToken };
};

const signInByCode = async (pool: TestPool, user: TestUser, code: string, at?: number): Promise<void> => {
  const { ChallengeName, Session } = await begin(pool, user, at);
  expect(ChallengeName).toBe('SOFTWARE_TOKEN_MFA');
  const { AuthenticationResult } = await answerTotp(pool, user, Session, code, at);
  expect(AuthenticationResult?.AccessToken).toBeDefined();
};

const later = ({ enrolledAt }: TotpUser, steps: number): number => enrolledAt + steps * stepMs;

export const mfa: readonly Flow[] = [
  {
    operation: 'AssociateSoftwareToken',
    prepare: async () => {
      const { pool, user, AccessToken } = await holder();
      const { call, heard } = listening(() => associate(AccessToken));
      return {
        call,
        proof: async () => {
          const at = Date.now();
          await verify(AccessToken, heard(), at);
          await preferApp(AccessToken);
          await signInByCode(pool, user, codeOf(heard(), at), at);
        },
      };
    },
  },
  {
    operation: 'VerifySoftwareToken',
    prepare: async () => {
      const { pool, user, AccessToken } = await holder();
      const secret = await associate(AccessToken);
      const at = Date.now();
      return {
        call: () => verify(AccessToken, secret, at),
        proof: async () => {
          await preferApp(AccessToken);
          await signInByCode(pool, user, codeOf(secret, at), at);
        },
      };
    },
  },
  {
    operation: 'VerifySoftwareToken',
    way: 'in place of another app',
    prepare: async () => {
      const pool = await optionalPool();
      const user = await makeTotpUser(pool);
      const { AccessToken } = user;
      const secret = await associate(AccessToken);
      const at = Date.now();
      return {
        call: () => verify(AccessToken, secret, at),
        proof: async () => {
          await signInByCode(pool, user, codeOf(secret, at), at);
          await expect(signInByCode(pool, user, codeOf(user.secret, at + stepMs), at)).rejects.toMatchObject({
            name: 'CodeMismatchException',
          });
        },
      };
    },
  },
  {
    operation: 'SetUserMFAPreference',
    prepare: async () => {
      const { pool, user, AccessToken } = await holder();
      const secret = await associate(AccessToken);
      const at = Date.now();
      await verify(AccessToken, secret, at);
      return {
        call: () => preferApp(AccessToken),
        proof: async () => {
          expect(await anyone.send(new GetUserCommand({ AccessToken }))).toMatchObject({
            PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
            UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
          });
          await signInByCode(pool, user, codeOf(secret, at), at);
        },
      };
    },
  },
  {
    operation: 'VerifySoftwareToken',
    way: 'in MFA_SETUP',
    prepare: async () => {
      const { pool, user, associated, SecretCode, at } = await associatedInSetup();
      return {
        call: () => verifyInSetup(associated.Session, SecretCode, at),
        proof: () => signInByCode(pool, user, codeOf(SecretCode, at), at),
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'MFA_SETUP',
    prepare: async () => {
      const { pool, user, associated, SecretCode, at } = await associatedInSetup();
      const verified = await verifyInSetup(associated.Session, SecretCode, at);
      return {
        call: () =>
          anyone.send(
            new RespondToAuthChallengeCommand({
              ClientId: pool.clientId,
              ChallengeName: 'MFA_SETUP',
              Session: verified.Session,
              ChallengeResponses: { USERNAME: user.username },
            }),
          ),
        doneBefore: ['NotAuthorizedException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(1);
          await signInByCode(pool, user, codeOf(SecretCode, at), at);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'SOFTWARE_TOKEN_MFA',
    prepare: async () => {
      const pool = await optionalPool();
      const user = await makeTotpUser(pool);
      const [at, next] = [later(user, 1), later(user, 2)];
      const { Session } = await begin(pool, user, at);
      const before = await signInsOf(pool, user);
      return {
        call: () => answerTotp(pool, user, Session, codeOf(user.secret, at), at),
        doneBefore: ['NotAuthorizedException', 'ExpiredCodeException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(before + 1);
          await signInByCode(pool, user, codeOf(user.secret, next), next);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'SOFTWARE_TOKEN_MFA on a known device',
    prepare: async () => {
      const pool = await deviceTotpPool();
      const bare = await makeUser(pool);
      const { device } = await confirmedDevice(pool, bare);
      const user = await enrol(pool, bare);
      const at = later(user, 1);
      const { Session } = await signInOn(pool, user, device, { at });
      const { call, heard } = listening(() =>
        publicClient({ at }).send(
          new RespondToAuthChallengeCommand({
            ClientId: pool.clientId,
            ChallengeName: 'SOFTWARE_TOKEN_MFA',
            Session,
            ChallengeResponses: {
              USERNAME: user.username,
              DEVICE_KEY: device.key,
              SOFTWARE_TOKEN_MFA_CODE: codeOf(user.secret, at),
            },
          }),
        ),
      );
      return {
        call,
        proof: async () => {
          expect(heard().ChallengeName).toBe('DEVICE_SRP_AUTH');
          const { AuthenticationResult } = await proveDevice(pool, user, heard(), device);
          expect(AuthenticationResult?.AccessToken).toBeDefined();
        },
      };
    },
  },
  {
    operation: 'CreateRecoveryCodes',
    prepare: async () => {
      const pool = await optionalPool();
      const user = await makeTotpUser(pool);
      const { AccessToken } = user;
      const { call, heard } = listening(() =>
        callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', { AccessToken }),
      );
      return {
        call,
        proof: async () => {
          const [code = ''] = heard().RecoveryCodes;
          await signInByCode(pool, user, code);
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'recovery code',
    prepare: async () => {
      const pool = await optionalPool();
      const user = await makeTotpUser(pool);
      const { AccessToken } = user;
      const { RecoveryCodes } = await callOwnUnsigned<{ RecoveryCodes: string[] }>('CreateRecoveryCodes', {
        AccessToken,
      });
      const [code = '', other = ''] = RecoveryCodes;
      const { Session } = await begin(pool, user);
      const before = await signInsOf(pool, user);
      return {
        call: () => answerTotp(pool, user, Session, code),
        doneBefore: ['NotAuthorizedException', 'CodeMismatchException'],
        proof: async () => {
          expect(await signInsOf(pool, user)).toBe(before + 1);
          await signInByCode(pool, user, other);
        },
      };
    },
  },
];
