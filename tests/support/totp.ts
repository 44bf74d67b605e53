import {
  AssociateSoftwareTokenCommand,
  type RespondToAuthChallengeCommandOutput,
  SetUserMFAPreferenceCommand,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
  VerifySoftwareTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { TOTP } from 'otpauth';
import { adminClient, publicClient } from './clients.ts';
import { makePool, makeUser, password, type TestPool, type TestUser } from './pools.ts';
import { answerChallenge, beginSignIn, signIn } from './sign-in.ts';

/** A time step of authenticator apps. */
export const stepMs = 30_000;

/** What an authenticator app with that secret shows at a time in epoch milliseconds. */
export const codeOf = (secret: string, at = Date.now()): string => new TOTP({ secret }).generate({ timestamp: at });

/** Six digits that the app does not show at any time around `at`. */
export const wrongCodeOf = (secret: string, at = Date.now()): string => {
  const shown = [-2, -1, 0, 1, 2].map((steps) => codeOf(secret, at + steps * stepMs));
  return ['000000', '111111', '222222', '333333', '444444', '555555'].find((code) => !shown.includes(code)) ?? '';
};

/** A pool whose users can have authenticator apps. */
export const makeTotpPool = async (
  MfaConfiguration: UserPoolMfaType = 'OPTIONAL',
  ...given: Parameters<typeof makePool>
): Promise<TestPool> => {
  const pool = await makePool(...given);
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration,
      SoftwareTokenMfaConfiguration: { Enabled: true },
    }),
  );
  return pool;
};

/** A user whose sign-ins ask for an authenticator app. */
export interface TotpUser extends TestUser {
  readonly secret: string;
  readonly AccessToken: string;
  /** The time, in epoch milliseconds, of the latest accepted code. */
  readonly enrolledAt: number;
}

/** Gives the user an authenticator app, for which sign-ins ask. */
export const enrol = async (pool: TestPool, user: TestUser, FriendlyDeviceName?: string): Promise<TotpUser> => {
  const { AccessToken } = await signIn(pool, user);
  const { SecretCode = '' } = await publicClient().send(new AssociateSoftwareTokenCommand({ AccessToken }));
  const enrolledAt = Date.now();
  await publicClient({ at: enrolledAt }).send(
    new VerifySoftwareTokenCommand({ AccessToken, UserCode: codeOf(SecretCode, enrolledAt), FriendlyDeviceName }),
  );
  await publicClient().send(
    new SetUserMFAPreferenceCommand({
      AccessToken,
      SoftwareTokenMfaSettings: { Enabled: true, PreferredMfa: true },
    }),
  );
  return { ...user, secret: SecretCode, AccessToken, enrolledAt };
};

/** A user of the pool whose sign-ins ask for an authenticator app. */
export const makeTotpUser = async (pool: TestPool): Promise<TotpUser> => enrol(pool, await makeUser(pool));

/** The first answer of a sign-in with the password, at a time. */
export const begin = (
  pool: Pick<TestPool, 'clientId'>,
  { username }: Pick<TestUser, 'username'>,
  at = Date.now(),
): Promise<RespondToAuthChallengeCommandOutput> => beginSignIn(pool, username, password, { at });

/** Answers SOFTWARE_TOKEN_MFA with a code, at a time. */
export const answerTotp = (
  pool: Pick<TestPool, 'clientId'>,
  { username }: Pick<TestUser, 'username'>,
  Session: string | undefined,
  code: string,
  at = Date.now(),
): Promise<RespondToAuthChallengeCommandOutput> =>
  answerChallenge(
    pool,
    { ChallengeName: 'SOFTWARE_TOKEN_MFA', Session },
    { USERNAME: username, SOFTWARE_TOKEN_MFA_CODE: code },
    { at },
  );
