import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type CreateUserPoolClientCommandInput,
  InitiateAuthCommand,
  type LambdaConfigType,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction, scriptedJudge, scriptedSteps } from '#tests/support/scripted-functions.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { beginSrp, srpProof } from '#tests/support/srp-sign-in.ts';

const ask = (challengeName = 'CUSTOM_CHALLENGE') => ({ challengeName, issueTokens: false, failAuthentication: false });
const issue = { issueTokens: true, failAuthentication: false };
const fail = { issueTokens: false, failAuthentication: true };

const puzzle = scriptedFunction({
  publicChallengeParameters: { puzzle: '6 × 7' },
  privateChallengeParameters: { answer: '42' },
  challengeMetadata: 'PUZZLE',
});

const functions = (define: string, more: LambdaConfigType = {}): LambdaConfigType => ({
  DefineAuthChallenge: define,
  CreateAuthChallenge: puzzle,
  VerifyAuthChallengeResponse: scriptedJudge(),
  ...more,
});

const makeCustomPool = (LambdaConfig: LambdaConfigType, client: Partial<CreateUserPoolClientCommandInput> = {}) =>
  makePool({ LambdaConfig }, { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH'], ...client });

const begin = ({ clientId }: TestPool, USERNAME: string, more: Readonly<Record<string, string>> = {}, options = {}) =>
  publicClient(options).send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'CUSTOM_AUTH',
      AuthParameters: { USERNAME, ...more },
      ClientMetadata: { from: 'initiate' },
    }),
  );

const answer = (
  { clientId }: TestPool,
  USERNAME: string,
  Session: string | undefined,
  ANSWER: string,
  { ahead = 0 } = {},
) =>
  publicClient({ ahead }).send(
    new RespondToAuthChallengeCommand({
      ClientId: clientId,
      ChallengeName: 'CUSTOM_CHALLENGE',
      Session,
      ChallengeResponses: { USERNAME, ANSWER },
      ClientMetadata: { from: 'respond' },
    }),
  );

const requestsOf = async ({ poolId }: TestPool, source: string) =>
  (await eventsOf(poolId))
    .filter(({ triggerSource }) => triggerSource.startsWith(source))
    .map(({ request }) => request);

const rightPuzzle = { challengeName: 'CUSTOM_CHALLENGE', challengeResult: true, challengeMetadata: 'PUZZLE' };
const wrongPuzzle = { ...rightPuzzle, challengeResult: false };
const srp = { challengeName: 'SRP_A', challengeResult: true, challengeMetadata: null };
const verified = { ...srp, challengeName: 'PASSWORD_VERIFIER' };

describe('CUSTOM_AUTH', () => {
  it('ends in tokens when the functions of the pool are content', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), issue)));
    const { username, sub } = await makeUser(pool);

    const { ChallengeName, ChallengeParameters, Session } = await begin(pool, username);
    expect(ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(ChallengeParameters).toEqual({ puzzle: '6 × 7', USERNAME: username });
    const { AuthenticationResult } = await answer(pool, username, Session, '42');
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({ sub, username });
    expect(AuthenticationResult).toMatchObject({ RefreshToken: expect.any(String), IdToken: expect.any(String) });
  });

  it('tells the functions what happened, and what the client said with its answers alone', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), ask(), issue)));
    const { username, sub } = await makeUser(pool);
    const first = await begin(pool, username);
    const second = await answer(pool, username, first.Session, 'wrong');
    await answer(pool, username, second.Session, '42');

    const userAttributes = expect.objectContaining({ sub, 'cognito:user_status': 'CONFIRMED' });
    const clientMetadata = { from: 'respond' };
    expect(await requestsOf(pool, 'Define')).toEqual([
      { userAttributes, session: [] },
      { userAttributes, clientMetadata, session: [wrongPuzzle] },
      { userAttributes, clientMetadata, session: [wrongPuzzle, rightPuzzle] },
    ]);
    expect(await requestsOf(pool, 'Create')).toEqual([
      { userAttributes, session: [], challengeName: 'CUSTOM_CHALLENGE' },
      { userAttributes, clientMetadata, session: [wrongPuzzle], challengeName: 'CUSTOM_CHALLENGE' },
    ]);
    const privateChallengeParameters = { answer: '42' };
    expect(await requestsOf(pool, 'Verify')).toEqual([
      { userAttributes, clientMetadata, privateChallengeParameters, challengeAnswer: 'wrong' },
      { userAttributes, clientMetadata, privateChallengeParameters, challengeAnswer: '42' },
    ]);
  });

  it('is over when DefineAuthChallenge refuses', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), fail)));
    const { username } = await makeUser(pool);
    const { Session } = await begin(pool, username);
    await expect(answer(pool, username, Session, 'wrong')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    await expect(answer(pool, username, Session, '42')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('judges one answer to each Session, of however many that come at once', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask())));
    const { username } = await makeUser(pool);
    const { Session } = await begin(pool, username);
    const answers = await Promise.allSettled(Array.from({ length: 8 }, () => answer(pool, username, Session, '7')));
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await requestsOf(pool, 'Verify')).toHaveLength(1);
  });

  it('has Sessions that run out, and that are good for one app client', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), issue)));
    const { username } = await makeUser(pool);
    const { Session } = await begin(pool, username);
    await expect(answer(pool, username, Session, '42', { ahead: 3 * 60_000 + 1000 })).rejects.toMatchObject({
      message: 'Invalid session for the user, session is expired.',
    });
    await expect(answer(pool, username, undefined, '42')).rejects.toMatchObject({
      message: 'Missing required parameter Session',
    });
    expect(await answer(pool, username, Session, '42')).toHaveProperty('AuthenticationResult');
  });

  it('asks PreAuthentication before, and PostAuthentication after', async () => {
    const unchanged = scriptedFunction({});
    const more = { PreAuthentication: unchanged, PostAuthentication: unchanged, PreTokenGeneration: unchanged };
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), issue), more));
    const { username } = await makeUser(pool);
    const { Session } = await begin(pool, username);
    await answer(pool, username, Session, '42');
    expect((await eventsOf(pool.poolId)).map(({ triggerSource }) => triggerSource)).toEqual([
      'PreAuthentication_Authentication',
      'DefineAuthChallenge_Authentication',
      'CreateAuthChallenge_Authentication',
      'VerifyAuthChallengeResponse_Authentication',
      'DefineAuthChallenge_Authentication',
      'PostAuthentication_Authentication',
      'TokenGeneration_Authentication',
    ]);
    expect(await requestsOf(pool, 'PreAuthentication')).toMatchObject([{ validationData: { from: 'initiate' } }]);
  });

  it.each([
    ['no challenge', {}],
    ['a challenge that there is not', ask('RIDDLE')],
    ['an SRP proof that the client did not begin', ask('PASSWORD_VERIFIER')],
    ['a second factor that the user does not have', ask('SOFTWARE_TOKEN_MFA')],
    ['a device', ask('DEVICE_SRP_AUTH')],
    ['a new password', ask('NEW_PASSWORD_REQUIRED')],
    ['a password in clear from an app', ask('ADMIN_NO_SRP_AUTH')],
  ])('does not take %s from DefineAuthChallenge', async (_case, decision) => {
    const pool = await makeCustomPool(functions(scriptedSteps(decision)));
    const { username } = await makeUser(pool);
    await expect(begin(pool, username)).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });

  it('needs the functions, and the leave of the app client', async () => {
    const bare = await makeCustomPool({});
    await expect(begin(bare, (await makeUser(bare)).username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Custom auth lambda trigger is not configured for the user pool.',
    });
    const closed = await makePool({ LambdaConfig: functions(scriptedSteps(issue)) });
    await expect(begin(closed, (await makeUser(closed)).username)).rejects.toMatchObject({
      message: 'CUSTOM_AUTH is not enabled for the client.',
    });
    const pool = await makeCustomPool(functions(scriptedSteps(ask('PASSWORD_VERIFIER'))));
    await expect(begin(pool, 'ada', { CHALLENGE_NAME: 'SRP_A' })).rejects.toMatchObject({
      message: 'Missing required parameter SRP_A',
    });
  });

  it('gives no tokens to a user who is disabled meanwhile', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), issue)));
    const { username } = await makeUser(pool);
    const { Session } = await begin(pool, username);
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: pool.poolId, Username: username }));
    await expect(answer(pool, username, Session, '42')).rejects.toMatchObject({ message: 'User is disabled.' });
  });
});

describe('CUSTOM_AUTH that begins with SRP', () => {
  const respond = (input: ConstructorParameters<typeof RespondToAuthChallengeCommand>[0]) =>
    publicClient().send(new RespondToAuthChallengeCommand(input));

  it('has the password proven, and goes on with a challenge', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps({}, ask('PASSWORD_VERIFIER'), ask(), issue)));
    const { username } = await makeUser(pool);
    const proof = await beginSrp(pool, { username }, { flow: 'CUSTOM_AUTH' });
    expect(proof.ChallengeName).toBe('PASSWORD_VERIFIER');
    const { ChallengeName, Session } = await respond(proof.answer);
    expect(ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(await answer(pool, username, Session, '42')).toHaveProperty('AuthenticationResult');
    expect((await requestsOf(pool, 'Define')).map(({ session }) => session)).toEqual([
      [srp],
      [srp, verified],
      [srp, verified, rightPuzzle],
    ]);
  });

  it('may have the challenge first, and the password then', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps({}, ask(), ask('PASSWORD_VERIFIER'), issue)));
    const { username } = await makeUser(pool);
    const client = startClient();
    const first = await begin(pool, username, { CHALLENGE_NAME: 'SRP_A', SRP_A: client.srpA });
    expect(first.ChallengeName).toBe('CUSTOM_CHALLENGE');
    const second = await answer(pool, username, first.Session, '42');
    expect(second.ChallengeName).toBe('PASSWORD_VERIFIER');
    const ChallengeResponses = srpProof(pool, client, second.ChallengeParameters ?? {});
    const proof = { ClientId: pool.clientId, ChallengeName: 'PASSWORD_VERIFIER', ChallengeResponses } as const;
    expect(await respond(proof)).toHaveProperty('AuthenticationResult');
  });

  it('refuses a wrong password before it asks anything', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps({}, ask('PASSWORD_VERIFIER'), ask(), issue)));
    const { username } = await makeUser(pool);
    const proof = await beginSrp(pool, { username, password: 'Wrong-horse-1' }, { flow: 'CUSTOM_AUTH' });
    await expect(respond(proof.answer)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(await requestsOf(pool, 'Define')).toHaveLength(1);
  });

  it('has a temporary password replaced before it goes on, if that has not run out', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps({}, ask('PASSWORD_VERIFIER'), ask(), issue)));
    const invited = { UserPoolId: pool.poolId, Username: 'ada', TemporaryPassword: 'Temporary-1' };
    await adminClient().send(new AdminCreateUserCommand({ ...invited, MessageAction: 'SUPPRESS' }));
    const user = { username: 'ada', password: 'Temporary-1' };
    const late = await beginSrp(pool, user, { flow: 'CUSTOM_AUTH', ahead: 8 * 86_400_000 });
    await expect(
      publicClient({ ahead: 8 * 86_400_000 }).send(new RespondToAuthChallengeCommand(late.answer)),
    ).rejects.toMatchObject({
      message: 'Temporary password has expired and must be reset by an administrator.',
    });

    const proof = await beginSrp(pool, user, { flow: 'CUSTOM_AUTH' });
    const { ChallengeName, Session } = await respond(proof.answer);
    expect(ChallengeName).toBe('NEW_PASSWORD_REQUIRED');
    const changed = await respond({
      ClientId: pool.clientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: 'ada', NEW_PASSWORD: password },
    });
    expect(changed.ChallengeName).toBe('CUSTOM_CHALLENGE');
    expect(await answer(pool, 'ada', changed.Session, '42')).toHaveProperty('AuthenticationResult');
    expect((await requestsOf(pool, 'Define')).at(-1)).toMatchObject({ session: [srp, verified, rightPuzzle] });
  });

  it('takes one proof once', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps({}, ask('PASSWORD_VERIFIER'), ask(), issue)));
    const { username } = await makeUser(pool);
    const proof = await beginSrp(pool, { username }, { flow: 'CUSTOM_AUTH' });
    await respond(proof.answer);
    await expect(respond(proof.answer)).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
  });
});

describe('CUSTOM_AUTH in a pool that insists on second factors', () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };

  const makeFactorPool = (define: string) =>
    makePool(
      { LambdaConfig: functions(define), MfaConfiguration: 'ON', SmsConfiguration },
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'] },
    );

  const makeReachableUser = async (pool: TestPool) => {
    const phone = aPhoneNumber();
    const { username } = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
    return { username, phone };
  };

  const code = (
    { clientId: ClientId }: TestPool,
    USERNAME: string,
    Session: string | undefined,
    SMS_MFA_CODE: string,
    ClientMetadata: Record<string, string> = {},
  ) =>
    publicClient().send(
      new RespondToAuthChallengeCommand({
        ClientId,
        ChallengeName: 'SMS_MFA',
        Session,
        ChallengeResponses: { USERNAME, SMS_MFA_CODE },
        ClientMetadata,
      }),
    );

  it('asks for the factor that DefineAuthChallenge names, and once', async () => {
    const pool = await makeFactorPool(scriptedSteps(ask(), ask('SMS_MFA'), ask('SMS_MFA')));
    const { username, phone } = await makeReachableUser(pool);
    const first = await begin(pool, username);
    const second = await answer(pool, username, first.Session, '42');
    expect(second).toMatchObject({
      ChallengeName: 'SMS_MFA',
      ChallengeParameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' },
    });
    await expect(code(pool, username, second.Session, 'wrong')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    await expect(code(pool, username, second.Session, await codeFor(phone))).rejects.toMatchObject({
      message: 'Unrecognizable lambda output',
    });
  });

  it('goes on with DefineAuthChallenge after a right code, which is not spent where that fails', async () => {
    const pool = await makeFactorPool(scriptedSteps(ask(), ask('SMS_MFA'), issue));
    const { username, phone } = await makeReachableUser(pool);
    const first = await begin(pool, username);
    const { Session } = await answer(pool, username, first.Session, '42');
    const sent = await codeFor(phone);
    await expect(code(pool, username, Session, sent, { sulk: 'yes' })).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    });
    expect(await code(pool, username, Session, sent)).toHaveProperty('AuthenticationResult');
    expect((await requestsOf(pool, 'Define')).at(-1)).toMatchObject({
      session: [rightPuzzle, { challengeName: 'SMS_MFA', challengeResult: true, challengeMetadata: null }],
    });
    await expect(code(pool, username, Session, sent)).rejects.toMatchObject({
      message: 'Invalid session for the user, session can only be used once.',
    });
  });
});

describe('AdminInitiateAuth with CUSTOM_AUTH', () => {
  it('may have the password in clear', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask('ADMIN_NO_SRP_AUTH'), ask(), issue)));
    const { poolId: UserPoolId, clientId: ClientId } = pool;
    const { username: USERNAME } = await makeUser(pool);
    const admin = adminClient();
    const begun = await admin.send(
      new AdminInitiateAuthCommand({ UserPoolId, ClientId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } }),
    );
    expect(begun.ChallengeName).toBe('ADMIN_NO_SRP_AUTH');

    const asked = await admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: 'ADMIN_NO_SRP_AUTH',
        Session: begun.Session,
        ChallengeResponses: { USERNAME, PASSWORD: password },
      }),
    );
    expect(asked.ChallengeName).toBe('CUSTOM_CHALLENGE');
    const { AuthenticationResult } = await admin.send(
      new AdminRespondToAuthChallengeCommand({
        UserPoolId,
        ClientId,
        ChallengeName: 'CUSTOM_CHALLENGE',
        Session: asked.Session,
        ChallengeResponses: { USERNAME, ANSWER: '42' },
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
    expect((await requestsOf(pool, 'Define')).at(-1)).toMatchObject({
      session: [{ challengeName: 'ADMIN_NO_SRP_AUTH', challengeResult: true }, rightPuzzle],
    });
  });
});

describe('CUSTOM_AUTH of somebody who is not there', () => {
  const discreet = { PreventUserExistenceErrors: 'ENABLED' } as const;

  it('is told by clients that may tell', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(issue)));
    await expect(begin(pool, 'nobody')).rejects.toMatchObject({ name: 'UserNotFoundException' });
  });

  it('looks like any other where clients hide who exists, and never ends in tokens', async () => {
    const pool = await makeCustomPool(functions(scriptedSteps(ask(), ask(), issue)), discreet);
    const known = await begin(pool, (await makeUser(pool, { username: 'somebody' })).username);
    const unknown = await begin(pool, 'nobody01');
    expect(unknown.ChallengeParameters).toEqual({ puzzle: '6 × 7', USERNAME: 'nobody01' });
    expect(unknown.Session).toHaveLength(known.Session?.length ?? 0);

    const again = await answer(pool, 'nobody01', unknown.Session, '7');
    expect(again.ChallengeName).toBe('CUSTOM_CHALLENGE');
    await expect(answer(pool, 'nobody01', again.Session, '42')).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    const requests = (await eventsOf(pool.poolId)).filter(({ userName }) => userName === 'nobody01');
    expect(requests.map(({ request }) => request.userNotFound)).toEqual(Array(7).fill(true));
  });

  it('has a username of its own behind an address', async () => {
    const pool = await makePool(
      { LambdaConfig: functions(scriptedSteps(ask())), UsernameAttributes: ['email'] },
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH'], ...discreet },
    );
    const email = anEmail();
    const { ChallengeParameters } = await begin(pool, email);
    expect(ChallengeParameters?.USERNAME).toMatch(/^[0-9a-f-]{36}$/);
    expect((await begin(pool, email)).ChallengeParameters).toEqual(ChallengeParameters);
    const address = anEmail();
    const user = await makeUser(pool, { username: address, email: address });
    expect((await begin(pool, address)).ChallengeParameters?.USERNAME).toBe(user.username);
  });
});
