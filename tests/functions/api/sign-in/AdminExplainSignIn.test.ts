import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminEnableUserCommand,
  AdminResetUserPasswordCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  DeleteUserPoolClientCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { awaitingUser } from '#tests/support/awaiting-users.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { anEmail, makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { makeProtectedPool, makeSettledUser, risky, setRisk, signInFrom, takeover } from '#tests/support/risk.ts';
import { scriptedDefine, scriptedDirectory } from '#tests/support/scripted-functions.ts';
import { beginSignIn } from '#tests/support/sign-in.ts';
import { attempted, codesOf, explained, foretold } from '#tests/support/sign-in-explanations.ts';
import { makeTotpUser } from '#tests/support/totp.ts';

const allFlows = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
} as const satisfies Parameters<typeof makeClient>[1];

const first = (...AllowedFirstAuthFactors: ('PASSWORD' | 'EMAIL_OTP' | 'SMS_OTP' | 'WEB_AUTHN')[]) => ({
  Policies: { SignInPolicy: { AllowedFirstAuthFactors } },
});

const days = 86_400_000;

type State =
  | 'CONFIRMED'
  | 'UNCONFIRMED'
  | 'FORCE_CHANGE_PASSWORD'
  | 'EXPIRED'
  | 'RESET_REQUIRED'
  | 'NO_PASSWORD'
  | 'LOCKED';

const by = { UserPoolId: '', Username: '' };

/** A user in that state, whose password, where there is one, is the usual one. */
const userIn = async (pool: TestPool, state: State): Promise<string> => {
  const Username = `user-${randomUUID()}`;
  const who = { ...by, UserPoolId: pool.poolId, Username };
  const email = anEmail();
  const attributes = [
    { Name: 'email', Value: email },
    { Name: 'email_verified', Value: 'true' },
  ];
  if (state === 'UNCONFIRMED') {
    const { clientId: ClientId } = pool;
    await publicClient().send(
      new SignUpCommand({ ClientId, Username, Password: password, UserAttributes: attributes.slice(0, 1) }),
    );
    return Username;
  }
  if (state === 'NO_PASSWORD') {
    await adminClient().send(
      new AdminCreateUserCommand({ ...who, UserAttributes: attributes, MessageAction: 'SUPPRESS' }),
    );
    return Username;
  }
  if (state === 'FORCE_CHANGE_PASSWORD' || state === 'EXPIRED') {
    const made = {
      ...who,
      UserAttributes: attributes,
      TemporaryPassword: password,
      MessageAction: 'SUPPRESS',
    } as const;
    await adminClient().send(new AdminCreateUserCommand(made));
    return Username;
  }
  await makeUser(pool, { username: Username, email });
  if (state === 'RESET_REQUIRED') await adminClient().send(new AdminResetUserPasswordCommand(who));
  return Username;
};

/** Compares each flow that is explained with the real sign-in, and gives the explanation. */
const agreed = async (pool: TestPool, username: string, { ahead = 0 } = {}) => {
  const explanation = await explained(pool, username, { ahead });
  for (const flow of explanation.Flows) {
    const real = await attempted(pool, flow, { username, ahead });
    expect({ flow: flow.AuthFlow, begins: flow.PreferredChallenge, ...foretold(flow, real) }).toEqual({
      flow: flow.AuthFlow,
      begins: flow.PreferredChallenge,
      ...real,
    });
    if (real.outcome === 'TOKENS') expect(explanation.CanSignIn).toBe(true);
  }
  return explanation;
};

describe('AdminExplainSignIn', () => {
  // Every state, enabled and not, with and without a second factor, with clients that tell who exists and that do not.
  const states: readonly State[] = ['CONFIRMED', 'UNCONFIRMED', 'FORCE_CHANGE_PASSWORD', 'EXPIRED', 'RESET_REQUIRED'];
  const combinations = states.flatMap((state, at) => [
    { state, isEnabled: true, hasFactor: at % 2 === 0, hides: at % 2 === 1 },
    { state, isEnabled: at % 2 === 1, hasFactor: true, hides: false },
    { state, isEnabled: at % 2 === 0, hasFactor: false, hides: at % 2 === 0 },
  ]);

  it('agrees with real sign-ins, in every state of a user', async () => {
    const made = await makeMfaPool({}, first('PASSWORD', 'EMAIL_OTP'), allFlows);
    const hiding = await makeClient(made.poolId, { ...allFlows, PreventUserExistenceErrors: 'ENABLED' });
    for (const { state, isEnabled, hasFactor, hides } of combinations) {
      const pool = hides ? { ...made, ...hiding } : made;
      const Username = await userIn(pool, state);
      const who = { UserPoolId: pool.poolId, Username };
      if (hasFactor) {
        await adminClient().send(
          new AdminSetUserMFAPreferenceCommand({ ...who, EmailMfaSettings: { Enabled: true, PreferredMfa: true } }),
        );
      }
      if (!isEnabled) await adminClient().send(new AdminDisableUserCommand(who));
      const { Findings } = await agreed(pool, Username, { ahead: state === 'EXPIRED' ? 8 * days : 0 });
      const codes = Findings.map(({ Code }) => Code);
      expect(codes.includes('USER_DISABLED')).toBe(!isEnabled);
      expect(codes.includes('USER_NOT_CONFIRMED')).toBe(state === 'UNCONFIRMED');
      expect(codes.includes('TEMPORARY_PASSWORD_EXPIRED')).toBe(state === 'EXPIRED');
      expect(codes.includes('PASSWORD_RESET_REQUIRED')).toBe(state === 'RESET_REQUIRED');
      expect(codes.includes('NEW_PASSWORD_ASKED')).toBe(state === 'FORCE_CHANGE_PASSWORD');
      expect(codes.includes('USER_EXISTENCE_HIDDEN')).toBe(hides);
    }
  }, 120_000);

  it('says what is in the way after what is in the way, and that each is mended', async () => {
    const pool = await makePool({}, allFlows);
    const Username = await userIn(pool, 'RESET_REQUIRED');
    const who = { UserPoolId: pool.poolId, Username };
    await adminClient().send(new AdminDisableUserCommand(who));
    const before = await explained(pool, Username);
    expect(before.CanSignIn).toBe(false);
    expect(codesOf(before)).toContain('USER_DISABLED');
    expect(codesOf(before, 'BLOCKS_LATER')).toEqual(['PASSWORD_RESET_REQUIRED']);
    expect(before.Findings[0]).toMatchObject({ Code: 'USER_DISABLED', Operation: 'AdminEnableUser' });

    await adminClient().send(new AdminEnableUserCommand(who));
    expect(codesOf(await explained(pool, Username))).toEqual(['PASSWORD_RESET_REQUIRED']);
    await adminClient().send(new AdminSetUserPasswordCommand({ ...who, Password: password, Permanent: true }));
    const after = await agreed(pool, Username);
    expect(codesOf(after)).toEqual([]);
    expect(after.CanSignIn).toBe(true);
  });

  it('tells of a lockout and how long it lasts, for users and for nobody, and writes nothing', async () => {
    const pool = await makePool({}, { ...allFlows, PreventUserExistenceErrors: 'ENABLED' });
    const { username } = await makeUser(pool);
    for (const name of [username, `nobody-${randomUUID()}`]) {
      for (let guess = 0; guess < 12; guess++) {
        await beginSignIn(pool, name, 'Wrong-horse-1', { ahead: guess * 600_000 }).catch(() => undefined);
      }
      const options = { ahead: 11 * 600_000 };
      const explanation = await explained(pool, name, options);
      expect(explanation.CanSignIn).toBe(false);
      expect(explanation.Findings.find(({ Code }) => Code === 'PASSWORD_LOCKED_OUT')?.Message).toMatch(
        /another \d+ (seconds|minutes)\./,
      );
      for (const flow of explanation.Flows.filter(
        ({ AuthFlow }) => AuthFlow.includes('_PASSWORD_') || AuthFlow.includes('SRP'),
      )) {
        const real = await attempted(pool, flow, { username: name, ...options });
        expect(foretold(flow, real)).toEqual(real);
      }
      expect(await explained(pool, name, options)).toEqual(explanation);
    }
  });

  it('tells of a pool that requires a second factor what is set up, chosen or impossible', async () => {
    const app = await makeMfaPool({ mode: 'ON', sms: false }, {}, allFlows);
    expect(codesOf(await agreed(app, await userIn(app, 'CONFIRMED')), 'ASKS')).toEqual(['SECOND_FACTOR_ASKED']);
    const withApp = await makeMfaPool({ mode: 'ON', sms: true, email: {} }, {}, allFlows);
    const made = { UserPoolId: withApp.poolId, Username: `user-${randomUUID()}` };
    await adminClient().send(new AdminCreateUserCommand({ ...made, MessageAction: 'SUPPRESS' }));
    await adminClient().send(new AdminSetUserPasswordCommand({ ...made, Password: password, Permanent: true }));
    const explanation = await agreed(withApp, made.Username);
    expect(codesOf(explanation, 'ASKS')).toEqual(['SECOND_FACTOR_SET_UP']);
    expect(explanation.CanSignIn).toBe(true);
    const optional = await makeMfaPool({}, {}, allFlows);
    const totp = await makeTotpUser(optional);
    expect(
      (await agreed({ ...optional, ...(await makeClient(optional.poolId, allFlows)) }, totp.username)).CanSignIn,
    ).toBe(true);
  });

  it('tells of names that find nobody', async () => {
    const pool = await makePool({ AliasAttributes: ['email', 'preferred_username'] }, allFlows);
    const email = anEmail();
    const Username = `user-${randomUUID()}`;
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username,
        MessageAction: 'SUPPRESS',
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    const byAlias = await agreed(pool, email);
    expect(codesOf(byAlias)).toEqual(['USER_NOT_FOUND']);
    expect(byAlias.Findings.find(({ Code }) => Code === 'ALIAS_NOT_VERIFIED')?.Message).toContain(Username);
    expect((await explained(pool, Username)).Findings.map(({ Code }) => Code)).toContain('ALIAS_NOT_VERIFIED');
    const { username, email: verified, sub } = await makeUser(pool);
    expect(await explained(pool, verified)).toMatchObject({ Username: username, FoundBy: 'email', CanSignIn: true });
    expect(await explained(pool, sub)).toMatchObject({ Username: username, FoundBy: 'sub' });
    const plain = await makePool({}, allFlows);
    const { email: other } = await makeUser(plain);
    expect((await agreed(plain, other)).Findings.map(({ Code }) => Code)).toContain('NAME_IS_NO_ALIAS');
  });

  it('tells of clients: which flows they allow, and that one is gone', async () => {
    const pool = await makePool({}, { ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
    const { username } = await makeUser(pool);
    const none = await agreed(pool, username);
    expect(none.Flows.some(({ Allowed }) => Allowed)).toBe(false);
    expect(codesOf(none)).toEqual(['NO_FLOW_ALLOWED']);
    await adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId }));
    const gone = await explained({ ...pool, clientId: '1example23456789' }, username);
    expect(codesOf(gone)).toEqual(['CLIENT_NOT_FOUND']);
    expect(gone.CanSignIn).toBe(false);
    expect((await explained({ poolId: pool.poolId }, username)).CanSignIn).toBe(true);
  });

  it('tells of users without a password, and of passwords that a former pool knows', async () => {
    const pool = await makePool(first('PASSWORD', 'EMAIL_OTP'), allFlows);
    const passwordless = await agreed(pool, await userIn(pool, 'NO_PASSWORD'));
    expect(passwordless).toMatchObject({ CanSignIn: true });
    expect(codesOf(passwordless)).toContain('NO_PASSWORD');

    const plain = await makePool({}, allFlows);
    const lost = await awaitingUser(plain);
    expect(codesOf(await agreed(plain, lost.username))).toEqual(
      expect.arrayContaining(['MIGRATION_NOT_POSSIBLE', 'SRP_NOT_POSSIBLE_YET']),
    );
    const LambdaConfig = { UserMigration: scriptedDirectory(password), DefineAuthChallenge: scriptedDefine() };
    const migrating = await makePool({ LambdaConfig }, allFlows);
    const { username } = await awaitingUser(migrating);
    const explanation = await explained(migrating, username);
    expect(explanation.Findings.find(({ Code }) => Code === 'TRIGGERS_RUN')?.Message).toContain('UserMigration');
    const clear = explanation.Flows.find(({ AuthFlow }) => AuthFlow === 'USER_PASSWORD_AUTH');
    expect(clear).toMatchObject({ Outcome: 'TOKENS', Triggers: ['UserMigration'] });
    expect((await beginSignIn(migrating, username)).AuthenticationResult).toBeDefined();
    expect((await explained(migrating, username)).Findings.map(({ Code }) => Code)).not.toContain('MIGRATION_ASKED');
  });

  it('tells of a sign-in that threat protection refused, without looking at where the next one comes from', async () => {
    const pool = await makeProtectedPool();
    await setRisk(pool.poolId, { AccountTakeoverRiskConfiguration: takeover('BLOCK') });
    const user = await makeSettledUser(pool);
    const codes = async () => (await explained(pool, user.username)).Findings.map(({ Code }) => Code);
    expect(await codes()).toContain('RISK_MAY_REFUSE');
    await expect(signInFrom(pool, user, risky.High)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
    expect(await codes()).toContain('LAST_SIGN_IN_REFUSED_FOR_RISK');
    const { Findings } = await explained(pool, user.username);
    const refused = Findings.find(({ Code }) => Code === 'LAST_SIGN_IN_REFUSED_FOR_RISK');
    expect(refused?.Message).toContain(risky.High.address);
    expect(refused?.Operation).toBe('AdminUpdateAuthEventFeedback');
  });

  it('says that a pool does not exist', async () => {
    await expect(explained({ poolId: 'us-east-1_Nothing00' }, 'ada')).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
