import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { unchanged } from '#shared/domain/tokens/token-changes.ts';
import type { Lambda } from '#shared/gateways/lambda.ts';
import { createTriggers } from '#shared/services/triggers/create-triggers.ts';
import type { Triggers } from '#shared/services/triggers/triggers.ts';
import { answering, refusing, type StandIn, saying, silent, startLambdaStandIn, throwing } from './lambda-stand-in.ts';
import { ada, arn, occasion } from './occasions.ts';

const seen: unknown[] = [];

/** A function that keeps its event and fills in the response. */
const filling = (response: unknown) =>
  answering((event) => {
    seen.push(event);
    return { ...event, response };
  });

const echo = answering((event) => {
  seen.push(event);
  return event;
});

const functions = {
  [arn('echo')]: echo,
  [arn('throws')]: throwing('Not today!'),
  [arn('denied')]: refusing(403, 'AccessDeniedException'),
  [arn('throttled')]: refusing(429, 'TooManyRequestsException'),
  [arn('broken')]: refusing(500, 'ServiceException'),
  [arn('silent')]: silent,
  [arn('garbage')]: saying('<html>'),
  [arn('null')]: answering(() => null),
  [arn('no-response')]: answering(() => ({ version: '1' })),
  [arn('null-response')]: filling(null),
  [arn('wrong-types')]: filling({ autoConfirmUser: 'yes' }),
  [arn('confirms')]: filling({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: null }),
  [arn('verifies-phone')]: filling({ autoConfirmUser: true, autoVerifyPhone: true }),
  [arn('v1')]: filling({
    claimsOverrideDetails: {
      claimsToAddOrOverride: { tenant: 'acme' },
      claimsToSuppress: ['email'],
      groupOverrideDetails: { groupsToOverride: ['a'], iamRolesToOverride: null, preferredRole: 'r' },
    },
  }),
  [arn('v1-number')]: filling({ claimsOverrideDetails: { claimsToAddOrOverride: { age: 7 } } }),
  [arn('v2')]: filling({
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToAddOrOverride: { limits: { seats: [1, true, 'x'] } } },
      accessTokenGeneration: { claimsToSuppress: ['username'], scopesToAdd: ['orders.read'], scopesToSuppress: ['x'] },
      groupOverrideDetails: {},
    },
  }),
  [arn('v2-object-address')]: filling({
    claimsAndScopeOverrideDetails: { idTokenGeneration: { claimsToAddOrOverride: { address: { formatted: 'x' } } } },
  }),
  [arn('v2-blank-scope')]: filling({
    claimsAndScopeOverrideDetails: { accessTokenGeneration: { scopesToAdd: ['two words'] } },
  }),
  [arn('v2-too-many')]: filling({
    claimsAndScopeOverrideDetails: {
      idTokenGeneration: { claimsToSuppress: Array.from({ length: 5001 }, (_, index) => `claim-${index}`) },
    },
  }),
  [arn('migrates')]: filling({
    userAttributes: { username: 'Grace', email: 'grace@example.com', email_verified: 'true' },
    finalUserStatus: 'CONFIRMED',
    messageAction: 'SUPPRESS',
  }),
  [arn('migrates-another')]: filling({ userAttributes: { username: 'other' } }),
  [arn('writes')]: filling({ smsMessage: null, emailMessage: 'Hier: {####}', emailSubject: 'Code' }),
  [arn('forgets-code')]: filling({ emailMessage: 'Hier.' }),
};

let standIn: StandIn;
let triggers: Triggers;

beforeAll(async () => {
  standIn = await startLambdaStandIn(functions);
  // Only one of them is not answered: the others may take long on a slow machine.
  const patienceFor = (name: string): number => (name === arn('silent') ? 1000 : 30_000);
  const impatient: Lambda = {
    invoke: (name, payload) => standIn.lambda.invoke(name, payload, { timeoutMs: patienceFor(name) }),
  };
  triggers = createTriggers({ lambda: impatient });
});

afterAll(() => standIn.stop());

const signUp = (name: string, more: Partial<Parameters<Triggers['preSignUp']>[0]> = {}) =>
  triggers.preSignUp({
    ...occasion({ LambdaConfig: { PreSignUp: arn(name) } }),
    source: 'PreSignUp_SignUp',
    username: 'ada',
    attributes: { email: 'ada@example.com' },
    validationData: undefined,
    ...more,
  });

const tokens = (config: object) =>
  triggers.preTokenGeneration({
    ...occasion({ LambdaConfig: config }),
    clientMetadata: { from: 'challenge' },
    source: 'TokenGeneration_Authentication',
    user: { ...ada, groups: [{ name: 'a', id: 'id-of-a' }] },
    groups: { groups: ['a'], roles: [], preferredRole: undefined },
    scopes: ['aws.cognito.signin.user.admin'],
  });

const tokensV2 = (name: string, LambdaVersion = 'V2_0') =>
  tokens({ PreTokenGenerationConfig: { LambdaArn: arn(name), LambdaVersion } });

const migrate = (name: string, password: string | undefined = 'secret') =>
  triggers.userMigration({
    ...occasion({ LambdaConfig: { UserMigration: arn(name) } }),
    source: password === undefined ? 'UserMigration_ForgotPassword' : 'UserMigration_Authentication',
    username: 'Grace',
    password,
    validationData: { from: 'app' },
  });

describe('a trigger that goes wrong', () => {
  it.each([
    ['a handler that throws', 'throws', 'UserLambdaValidationException', 'PreSignUp failed with error Not today!.'],
    [
      'a function that may not be called',
      'denied',
      'UnexpectedLambdaException',
      'PreSignUp invocation failed due to error AccessDeniedException.',
    ],
    [
      'a function that is not there',
      'missing',
      'UnexpectedLambdaException',
      'PreSignUp invocation failed due to error ResourceNotFoundException.',
    ],
    [
      'a function that is called too often',
      'throttled',
      'UnexpectedLambdaException',
      'PreSignUp invocation failed due to error TooManyRequestsException.',
    ],
    [
      'a function that does not answer',
      'silent',
      'UnexpectedLambdaException',
      'PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.',
    ],
    ['no JSON', 'garbage', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
    ['null', 'null', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
    ['an event without response', 'no-response', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
    ['a response of null', 'null-response', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
    ['wrong types', 'wrong-types', 'InvalidLambdaResponseException', 'Unrecognizable lambda output'],
  ])('is told by its exception: %s', async (_case, name, exception, message) => {
    await expect(signUp(name)).rejects.toMatchObject({ name: exception, message });
  });

  it('is called three times when it does not answer', async () => {
    const before = standIn.callsOf(arn('silent'));
    await expect(signUp('silent')).rejects.toMatchObject({ name: 'UnexpectedLambdaException' });
    expect(standIn.callsOf(arn('silent')) - before).toBe(3);
  });

  it.each(['broken', 'throttled', 'throws', 'garbage'])('is called once when it answers: %s', async (name) => {
    const before = standIn.callsOf(arn(name));
    await expect(signUp(name)).rejects.toThrow();
    expect(standIn.callsOf(arn(name)) - before).toBe(1);
  });
});

describe('PreSignUp', () => {
  it('decides nothing in a pool without it', async () => {
    const nothing = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
    expect(await signUp('echo', occasion({}))).toEqual(nothing);
  });

  it('is told who signs up, and returns the decision', async () => {
    const decision = await signUp('confirms', { clientMetadata: { from: 'app' }, validationData: { invite: '7' } });

    expect(decision).toEqual({ autoConfirmUser: true, autoVerifyEmail: true, autoVerifyPhone: false });
    expect(seen.at(-1)).toEqual({
      version: '1',
      triggerSource: 'PreSignUp_SignUp',
      region: 'us-east-1',
      userPoolId: 'us-east-1_EXAMPLE01',
      userName: 'ada',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
      request: {
        userAttributes: { email: 'ada@example.com' },
        validationData: { invite: '7' },
        clientMetadata: { from: 'app' },
      },
      response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
    });
  });

  it('decides nothing for users that an administrator makes', async () => {
    const admin = { source: 'PreSignUp_AdminCreateUser', clientId: undefined } as const;
    const nothing = { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false };
    expect(await signUp('confirms', admin)).toEqual(nothing);
    expect(seen.at(-1)).toMatchObject({ callerContext: { clientId: 'CLIENT_ID_NOT_APPLICABLE' } });
  });

  it('cannot verify a number that is not there', async () => {
    await expect(signUp('verifies-phone')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});

describe('PreAuthentication, PostAuthentication and PostConfirmation', () => {
  it('are told of the user, aliases in lower case', async () => {
    const LambdaConfig = {
      PreAuthentication: arn('echo'),
      PostAuthentication: arn('echo'),
      PostConfirmation: arn('echo'),
    };
    const on = { ...occasion({ LambdaConfig, AliasAttributes: ['email'] }), user: ada };
    const userAttributes = {
      sub: ada.sub,
      'cognito:email_alias': 'ada@example.com',
      'cognito:user_status': 'CONFIRMED',
      email: 'Ada@Example.com',
      email_verified: 'true',
    };

    await triggers.preAuthentication({ ...on, username: 'ADA', validationData: { ip: '192.0.2.1' } });
    expect(seen.at(-1)).toMatchObject({
      triggerSource: 'PreAuthentication_Authentication',
      userName: 'ada',
      request: { userAttributes, validationData: { ip: '192.0.2.1' } },
    });

    await triggers.postAuthentication({ ...on, newDeviceUsed: true });
    expect(seen.at(-1)).toMatchObject({
      triggerSource: 'PostAuthentication_Authentication',
      request: { userAttributes, newDeviceUsed: true },
    });

    await triggers.postConfirmation({ ...on, source: 'PostConfirmation_ConfirmForgotPassword' });
    expect(seen.at(-1)).toMatchObject({
      triggerSource: 'PostConfirmation_ConfirmForgotPassword',
      request: { userAttributes },
      response: {},
    });
  });

  it('say that a user is not there', async () => {
    const on = occasion({ LambdaConfig: { PreAuthentication: arn('echo') } });
    await triggers.preAuthentication({ ...on, username: 'Nobody', user: undefined, validationData: undefined });
    expect(seen.at(-1)).toMatchObject({ userName: 'Nobody', request: { userAttributes: {}, userNotFound: true } });
  });
});

describe('PreTokenGeneration', () => {
  it('changes nothing in a pool without it, or with its event returned as it was', async () => {
    expect(await tokens({})).toEqual(unchanged);
    expect(await tokens({ PreTokenGeneration: arn('echo') })).toEqual(unchanged);
    expect(await tokensV2('echo')).toEqual(unchanged);
  });

  it('changes the ID token and the groups in version 1', async () => {
    expect(await tokens({ PreTokenGeneration: arn('v1') })).toEqual({
      ...unchanged,
      idToken: { add: { tenant: 'acme' }, suppress: ['email'] },
      groups: { groups: ['a'], roles: [], preferredRole: 'r' },
    });
    expect(seen.at(-1)).toMatchObject({
      version: '1',
      request: {
        groupConfiguration: { groupsToOverride: ['a'], iamRolesToOverride: [], preferredRole: null },
        clientMetadata: { from: 'challenge' },
      },
    });
    expect(seen.at(-1)).not.toHaveProperty('request.scopes');
  });

  it('changes both tokens, scopes and groups in version 2; an empty override takes the groups away', async () => {
    expect(await tokensV2('v2')).toEqual({
      idToken: { add: { limits: { seats: [1, true, 'x'] } }, suppress: [] },
      accessToken: { add: {}, suppress: ['username'], scopesToAdd: ['orders.read'], scopesToSuppress: ['x'] },
      groups: { groups: [], roles: [], preferredRole: undefined },
    });
    expect(seen.at(-1)).toMatchObject({ version: '2', request: { scopes: ['aws.cognito.signin.user.admin'] } });
  });

  it('is told version 3 where the pool asks for it', async () => {
    expect(await tokensV2('echo', 'V3_0')).toEqual(unchanged);
    expect(seen.at(-1)).toMatchObject({ version: '3' });
  });

  it.each(['v2-object-address', 'v2-blank-scope', 'v2-too-many'])('refuses %s', async (name) => {
    await expect(tokensV2(name)).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });

  it('refuses claims other than text in version 1', async () => {
    await expect(tokens({ PreTokenGeneration: arn('v1-number') })).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    });
  });
});

describe('PreTokenGeneration for a machine', () => {
  const forMachine = (name: string, LambdaVersion: 'V1_0' | 'V2_0' | 'V3_0') =>
    triggers.clientCredentials({
      ...occasion({ LambdaConfig: { PreTokenGenerationConfig: { LambdaArn: arn(name), LambdaVersion } } }),
      clientMetadata: { from: 'machine' },
      scopes: ['orders/read'],
    });

  it('is told of no user in version 3', async () => {
    expect(await forMachine('echo', 'V3_0')).toEqual(unchanged);
    expect(seen.at(-1)).toStrictEqual({
      version: '3',
      triggerSource: 'TokenGeneration_ClientCredentials',
      region: 'us-east-1',
      userPoolId: 'us-east-1_EXAMPLE01',
      userName: 'ClientCredentials',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
      request: {
        userAttributes: {},
        groupConfiguration: null,
        scopes: ['orders/read'],
        clientMetadata: { from: 'machine' },
      },
      response: { claimsAndScopeOverrideDetails: null },
    });
  });

  it.each(['V1_0', 'V2_0'] as const)('is not asked in version %s', async (version) =>
    expect(await forMachine('throws', version)).toEqual(unchanged),
  );

  it('is asked for no more changes than for a user', async () => {
    await expect(forMachine('v2-too-many', 'V3_0')).rejects.toMatchObject({ name: 'InvalidLambdaResponseException' });
  });
});

describe('UserMigration', () => {
  it('brings a user along', async () => {
    expect(await migrate('migrates')).toEqual({
      attributes: { email: 'grace@example.com', email_verified: 'true' },
      finalUserStatus: 'CONFIRMED',
      messageAction: 'SUPPRESS',
      desiredDeliveryMediums: ['SMS'],
      forceAliasCreation: false,
      needsSmsCode: false,
    });
    expect(seen.at(-1)).toMatchObject({
      userName: 'Grace',
      request: { password: 'secret', validationData: { from: 'app' } },
    });
  });

  it('has no password to give when it was forgotten', async () => {
    const on = { ...occasion({ LambdaConfig: { UserMigration: arn('migrates') } }), username: 'Grace' };
    const forgot = { source: 'UserMigration_ForgotPassword', password: undefined, validationData: undefined } as const;
    expect(await triggers.userMigration({ ...on, ...forgot })).toBeDefined();
    expect(seen.at(-1)).not.toHaveProperty('request.password');
  });

  it.each([
    ['returns its event as it was', 'echo'],
    ['names another user', 'migrates-another'],
    ['throws', 'throws'],
    ['is not there', 'missing'],
    ['answers no JSON', 'garbage'],
  ])('knows nobody when it %s', async (_case, name) => {
    expect(await migrate(name)).toBeUndefined();
  });
});

describe('CustomMessage', () => {
  const write = (name: string, source: 'CustomMessage_SignUp' | 'CustomMessage_AdminCreateUser') =>
    triggers.customMessage({
      ...occasion({ LambdaConfig: { CustomMessage: arn(name) } }),
      source,
      user: ada,
      attribute: 'email',
    });

  it('replaces the texts that it writes', async () => {
    const texts = { smsMessage: undefined, emailMessage: 'Hier: {####}', emailSubject: 'Code' };
    expect(await write('writes', 'CustomMessage_SignUp')).toEqual(texts);
    expect(seen.at(-1)).toMatchObject({
      request: { codeParameter: '{####}', linkParameter: '{##Click Here##}', usernameParameter: null },
    });
  });

  it('is given a placeholder for the username of an invitation, and has to use it', async () => {
    await expect(write('writes', 'CustomMessage_AdminCreateUser')).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    });
    expect(seen.at(-1)).toMatchObject({ request: { usernameParameter: '{username}' } });
  });

  it('may not leave out the code', async () => {
    await expect(write('forgets-code', 'CustomMessage_SignUp')).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
      message: 'Unrecognizable lambda output',
    });
  });
});
