import {
  type AccountTakeoverEventActionType,
  AdminInitiateAuthCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  type RiskLevelType,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { register, toRequestOptions } from '#tests/support/passkeys.ts';
import { aPhoneNumber, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import {
  answerFrom,
  audit,
  contextOf,
  enforced,
  eventsOf,
  hashFor,
  home,
  makeProtectedPool,
  makeSettledUser,
  type Place,
  type ProtectedPool,
  risky,
  setRisk,
  signInFrom,
  takeoverAt,
} from '#tests/support/risk.ts';
import { scriptedDefine, scriptedFunction, scriptedJudge } from '#tests/support/scripted-functions.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

interface Answer {
  readonly ChallengeName?: string | undefined;
  readonly Session?: string | undefined;
  readonly AuthenticationResult?: { readonly AccessToken?: string | undefined } | undefined;
}

type SignIn = (pool: ProtectedPool, user: TestUser, place: Place) => Promise<Answer>;

const begin = (
  pool: TestPool,
  { username }: TestUser,
  place: Place,
  AuthFlow: 'CUSTOM_AUTH' | 'USER_AUTH',
  more = {},
) =>
  publicClient().send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow,
      AuthParameters: { USERNAME: username, ...hashFor(pool, username), ...more },
      UserContextData: contextOf(pool, place),
    }),
  );

// The sign-in of each flow up to where its risk is known.
const flows: Readonly<Record<string, SignIn>> = {
  'a password': signInFrom,
  SRP: async (pool, user, place) => {
    const { answer } = await beginSrp(pool, user);
    return publicClient().send(
      new RespondToAuthChallengeCommand({ ...answer, UserContextData: contextOf(pool, place) }),
    );
  },
  'a server that has the password': async (pool, { username }, { address, agent }) =>
    adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'ADMIN_USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: username, PASSWORD: password, ...hashFor(pool, username) },
        ContextData: {
          IpAddress: address,
          ServerName: 'app.example.com',
          ServerPath: '/sign-in',
          HttpHeaders: [{ headerName: 'User-Agent', headerValue: agent }],
        },
      }),
    ),
  'the password of a choice': (pool, user, place) =>
    begin(pool, user, place, 'USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password }),
  'a code by e-mail alone': async (pool, user, place) => {
    const asked = await begin(pool, user, place, 'USER_AUTH', { PREFERRED_CHALLENGE: 'EMAIL_OTP' });
    return answerFrom(pool, user, place, asked, { EMAIL_OTP_CODE: await codeFor(user.email) });
  },
  'a passkey': async (pool, user, place) => {
    const { AuthenticationResult } = await signInFrom(pool.calm, user, home);
    const authenticator = await register({ AccessToken: AuthenticationResult?.AccessToken ?? '' });
    const asked = await begin(pool, user, place, 'USER_AUTH', { PREFERRED_CHALLENGE: 'WEB_AUTHN' });
    const CREDENTIAL = authenticator.sign(toRequestOptions(asked.ChallengeParameters));
    return answerFrom(pool, user, place, asked, { CREDENTIAL });
  },
  'a custom challenge': async (pool, user, place) => {
    const asked = await begin(pool, user, place, 'CUSTOM_AUTH');
    return answerFrom(pool, user, place, asked, { ANSWER: 'right' });
  },
};

const makePool = (settings: Parameters<typeof makeProtectedPool>[0] = enforced) =>
  makeProtectedPool({
    ...settings,
    Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'WEB_AUTHN'] } },
    LambdaConfig: {
      DefineAuthChallenge: scriptedDefine(),
      CreateAuthChallenge: scriptedFunction({ privateChallengeParameters: { answer: 'right' } }),
      VerifyAuthChallengeResponse: scriptedJudge(),
    },
  });

const withPhone = async (pool: ProtectedPool): Promise<TestUser & { readonly phone: string }> => {
  const phone = aPhoneNumber();
  const attributes = [
    { Name: 'phone_number', Value: phone },
    { Name: 'phone_number_verified', Value: 'true' },
  ];
  return { ...(await makeSettledUser(pool, { attributes })), phone };
};

const blocked = { name: 'NotAuthorizedException', message: 'Unable to login because of security reasons.' };

const levels: readonly RiskLevelType[] = ['Low', 'Medium', 'High'];
const cases = Object.entries(flows).flatMap(([flow, signIn]) =>
  levels.map((level) => ({ flow, level, signIn, place: risky[level] })),
);

const pools = new Map<string, Promise<ProtectedPool>>();

/** A pool in which that action follows from that level alone. */
const poolFor = (
  level: RiskLevelType,
  action: AccountTakeoverEventActionType,
  { settings = enforced, ours = {} }: { settings?: Parameters<typeof makePool>[0]; ours?: object } = {},
): Promise<ProtectedPool> => {
  const key = JSON.stringify([level, action, settings, ours]);
  const made = async () => {
    const pool = await makePool(settings);
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeoverAt(level, action) });
    await callOwn('SetUserPoolRiskSettings', { UserPoolId: pool.poolId, ...ours });
    return pool;
  };
  const pool = pools.get(key) ?? made();
  pools.set(key, pool);
  return pool;
};

const tokensIn = ({ AuthenticationResult }: Answer): string | undefined => AuthenticationResult?.AccessToken;

const newest = async (pool: TestPool, user: TestUser) => (await eventsOf(pool, user))[0];

describe.each(cases)('a sign-in by $flow at the level $level', ({ level, signIn, place }) => {
  it('is let in by NO_ACTION, and noted', async () => {
    const pool = await poolFor(level, 'NO_ACTION');
    const user = await makeSettledUser(pool);

    expect(tokensIn(await signIn(pool, user, place))).toBeTruthy();

    expect(await newest(pool, user)).toMatchObject({
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: level },
    });
  });

  it('is refused by BLOCK', async () => {
    const pool = await poolFor(level, 'BLOCK');
    const user = await makeSettledUser(pool);

    await expect(signIn(pool, user, place)).rejects.toMatchObject(blocked);

    expect(await newest(pool, user)).toMatchObject({
      EventResponse: 'Fail',
      EventRisk: { RiskDecision: 'Block', RiskLevel: level },
    });
  });

  it('is asked for a factor that there is by MFA_IF_CONFIGURED', async () => {
    const pool = await poolFor(level, 'MFA_IF_CONFIGURED');
    const user = await withPhone(pool);

    const asked = await signIn(pool, user, place);

    expect(asked.ChallengeName).toBe('SMS_MFA');
    const inProgress = await newest(pool, user);
    expect(inProgress).toMatchObject({
      EventResponse: 'InProgress',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: level },
    });
    const SMS_MFA_CODE = await codeFor(user.phone);
    const done = await answerFrom(
      pool,
      user,
      place,
      { ChallengeName: 'SMS_MFA', Session: asked.Session },
      { SMS_MFA_CODE },
    );
    expect(tokensIn(done)).toBeTruthy();
    const passed = await newest(pool, user);
    expect(passed).toMatchObject({ EventId: inProgress?.EventId, EventResponse: 'Pass' });
    expect(passed?.ChallengeResponses?.at(-1)).toEqual({ ChallengeName: 'Mfa', ChallengeResponse: 'Success' });
    expect(decodeJwt(tokensIn(done) ?? '').event_id).toBe(passed?.EventId);
  });

  it('is let in without a factor by MFA_IF_CONFIGURED', async () => {
    const pool = await poolFor(level, 'MFA_IF_CONFIGURED');
    const user = await makeSettledUser(pool);

    expect(tokensIn(await signIn(pool, user, place))).toBeTruthy();
  });

  it('is asked for a factor by MFA_REQUIRED, and refused without one', async () => {
    const pool = await poolFor(level, 'MFA_REQUIRED');
    const [one, other] = [await withPhone(pool), await makeSettledUser(pool)];

    expect(await signIn(pool, one, place)).toMatchObject({ ChallengeName: 'SMS_MFA' });
    await expect(signIn(pool, other, place)).rejects.toMatchObject(blocked);
  });

  it('sets a factor up by MFA_REQUIRED where the pool wants that', async () => {
    const pool = await poolFor(level, 'MFA_REQUIRED', { ours: { MfaRequiredWithoutFactor: 'SET_UP' } });
    const user = await makeSettledUser(pool);

    expect(await signIn(pool, user, place)).toMatchObject({
      ChallengeName: 'MFA_SETUP',
      ChallengeParameters: { MFAS_CAN_SETUP: expect.stringContaining('SOFTWARE_TOKEN_MFA') },
    });
  });

  it('is let in whatever the action is, where the pool only looks', async () => {
    const pool = await poolFor(level, 'BLOCK', { settings: audit });
    const user = await makeSettledUser(pool);

    expect(tokensIn(await signIn(pool, user, place))).toBeTruthy();

    expect(await newest(pool, user)).toMatchObject({
      EventResponse: 'Pass',
      EventRisk: { RiskDecision: 'AccountTakeover', RiskLevel: level },
    });
  });
});
