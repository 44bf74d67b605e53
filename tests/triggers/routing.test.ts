import {
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beforeAll, describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password, type TestPool } from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction, type TriggerEvent } from '#tests/support/scripted-functions.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const unchanged = scriptedFunction({});
const sourcesOf = (events: readonly TriggerEvent[]): string[] => events.map(({ triggerSource }) => triggerSource);
const fresh = 'Another-horse-1';

let pool: TestPool;
let events: Record<'signUp' | 'confirmation' | 'password' | 'srp' | 'refresh' | 'forgot' | 'reset', TriggerEvent[]>;

const during = async (work: () => Promise<unknown>): Promise<TriggerEvent[]> => {
  const before = (await eventsOf(pool.poolId)).length;
  await work();
  return (await eventsOf(pool.poolId)).slice(before);
};

const metadata = (from: string) => ({ ClientMetadata: { from } });

beforeAll(async () => {
  pool = await makePool({
    AutoVerifiedAttributes: ['email'],
    LambdaConfig: {
      PreSignUp: unchanged,
      PostConfirmation: unchanged,
      PreAuthentication: unchanged,
      PostAuthentication: unchanged,
      PreTokenGeneration: unchanged,
      CustomMessage: unchanged,
      UserMigration: unchanged,
    },
  });
  const { clientId: ClientId } = pool;
  const client = publicClient();
  const email = anEmail();
  const ada = { ClientId, Username: 'ada' };
  let RefreshToken: string | undefined;

  events = {
    signUp: await during(() =>
      client.send(
        new SignUpCommand({
          ...ada,
          Password: password,
          UserAttributes: [{ Name: 'email', Value: email }],
          ValidationData: [{ Name: 'captcha', Value: 'solved' }],
          ...metadata('sign-up'),
        }),
      ),
    ),
    confirmation: await during(async () =>
      client.send(new ConfirmSignUpCommand({ ...ada, ConfirmationCode: await codeFor(email), ...metadata('confirm') })),
    ),
    password: await during(async () => {
      const { AuthenticationResult } = await client.send(
        new InitiateAuthCommand({
          ClientId,
          AuthFlow: 'USER_PASSWORD_AUTH',
          AuthParameters: { USERNAME: 'ada', PASSWORD: password },
          ...metadata('initiate'),
        }),
      );
      RefreshToken = AuthenticationResult?.RefreshToken;
    }),
    srp: await during(async () => {
      const { answer } = await beginSrp(pool, { username: 'ada' });
      await client.send(new RespondToAuthChallengeCommand({ ...answer, ...metadata('respond') }));
    }),
    refresh: await during(() =>
      client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, ...metadata('refresh') })),
    ),
    forgot: await during(() => client.send(new ForgotPasswordCommand({ ...ada, ...metadata('forgot') }))),
    reset: await during(async () =>
      client.send(
        new ConfirmForgotPasswordCommand({
          ...ada,
          Password: fresh,
          ConfirmationCode: await codeFor(email),
          ...metadata('reset'),
        }),
      ),
    ),
  };
});

describe('the triggers of a pool', () => {
  it('are called in the order of the service, each with its source', () => {
    expect(sourcesOf(events.signUp)).toEqual(['PreSignUp_SignUp', 'CustomMessage_SignUp']);
    expect(sourcesOf(events.confirmation)).toEqual(['PostConfirmation_ConfirmSignUp']);
    const signIn = [
      'PreAuthentication_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ];
    expect(sourcesOf(events.password)).toEqual(signIn);
    expect(sourcesOf(events.srp)).toEqual(signIn);
    expect(sourcesOf(events.refresh)).toEqual(['TokenGeneration_RefreshTokens']);
    expect(sourcesOf(events.forgot)).toEqual(['CustomMessage_ForgotPassword']);
    expect(sourcesOf(events.reset)).toEqual(['PostConfirmation_ConfirmForgotPassword']);
  });

  it('are told who, where and by which client', () => {
    for (const event of Object.values(events).flat()) {
      expect(event).toMatchObject({ version: '1', userPoolId: pool.poolId, userName: 'ada', region: 'us-east-1' });
      expect(event.callerContext.clientId).toBe(pool.clientId);
    }
    expect(events.signUp[0]?.request.userAttributes).not.toHaveProperty('sub');
    expect(events.password[0]?.request.userAttributes).toMatchObject({
      sub: expect.any(String),
      email_verified: 'true',
      'cognito:user_status': 'CONFIRMED',
    });
  });

  it('get what the client says along, each from its own request', () => {
    const [preSignUp, signUpMessage] = events.signUp;
    expect(preSignUp?.request).toMatchObject({
      validationData: { captcha: 'solved' },
      clientMetadata: { from: 'sign-up' },
    });
    expect(signUpMessage?.request).toMatchObject({ clientMetadata: { from: 'sign-up' } });
    expect(events.confirmation[0]?.request).toMatchObject({ clientMetadata: { from: 'confirm' } });
    expect(events.refresh[0]?.request).toMatchObject({ clientMetadata: { from: 'refresh' } });
    expect(events.forgot[0]?.request).toMatchObject({ clientMetadata: { from: 'forgot' } });
    expect(events.reset[0]?.request).toMatchObject({ clientMetadata: { from: 'reset' } });
  });

  it('get the metadata of InitiateAuth before the sign-in only, as validation data', () => {
    const [before, ...after] = events.password;
    expect(before?.request).toMatchObject({ validationData: { from: 'initiate' } });
    for (const { request } of after) expect(request.clientMetadata ?? {}).toEqual({});
  });

  it('get the metadata of an answered challenge after it', () => {
    const [, ...after] = events.srp;
    expect(after).toHaveLength(2);
    for (const { request } of after) expect(request.clientMetadata).toEqual({ from: 'respond' });
  });
});
