import { randomInt, randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  AdminSetUserMFAPreferenceCommand,
  type AuthFlowType,
  ChangePasswordCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeMfaPool } from '#tests/support/mfa.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import {
  eventsOf,
  openGate,
  scriptedDirectory,
  scriptedGate,
  scriptedSteps,
} from '#tests/support/scripted-functions.ts';
import { answerChallenge, beginSignIn, signIn } from '#tests/support/sign-in.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs, wrongCodeOf } from '#tests/support/totp.ts';

const wrongPassword = 'Wrong-horse-1';
const incorrect = 'Incorrect username or password.';
const exceeded = 'Password attempts exceeded';

/** A guess that is ready to be sent. */
type Ready = () => Promise<unknown>;

/** Prepares guesses at a user's password. The clock of the last request stands still at `at`. */
type Guessing = (pool: TestPool, username: string, given: string, at: number) => Promise<Ready>;

// A name that is locked out is refused at the beginning of SRP, too. So exchanges begin when that is over, however quick
// the machine is: in no test here does a lockout last longer than a second.
const afterLockout = 10_000;

const inOneRequest =
  (AuthFlow: AuthFlowType, parameters: Record<string, string> = {}): Guessing =>
  async ({ clientId: ClientId }, USERNAME, PASSWORD, at) => {
    const AuthParameters = { USERNAME, PASSWORD, ...parameters };
    return () => publicClient({ at }).send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));
  };

const byAdmin: Guessing = async ({ clientId: ClientId, poolId: UserPoolId }, USERNAME, PASSWORD, at) => {
  const request = { ClientId, UserPoolId, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH' } as const;
  return () =>
    adminClient({ at }).send(new AdminInitiateAuthCommand({ ...request, AuthParameters: { USERNAME, PASSWORD } }));
};

const bySrp =
  (flow: 'USER_SRP_AUTH' | 'CUSTOM_AUTH'): Guessing =>
  async (pool, username, given, at) => {
    const { answer } = await beginSrp(pool, { username, password: given }, { flow, ahead: afterLockout });
    return () => publicClient({ at }).send(new RespondToAuthChallengeCommand(answer));
  };

const byAdminSrp: Guessing = async (pool, username, given, at) => {
  const { answer } = await beginSrp(pool, { username, password: given }, { ahead: afterLockout });
  const request = { ...answer, UserPoolId: pool.poolId };
  return () => adminClient({ at }).send(new AdminRespondToAuthChallengeCommand(request));
};

const byChallenge: Guessing = async (pool, USERNAME, PASSWORD, at) => {
  const AuthParameters = { USERNAME, PREFERRED_CHALLENGE: 'PASSWORD' };
  const start = new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters });
  const asked = await publicClient({ at }).send(start);
  return () => answerChallenge(pool, asked, { USERNAME, PASSWORD }, { at });
};

const byChoice: Guessing = async (pool, USERNAME, PASSWORD, at) => {
  const AuthParameters = { USERNAME };
  const start = new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_AUTH', AuthParameters });
  const asked = await publicClient({ at }).send(start);
  return () => answerChallenge(pool, asked, { USERNAME, ANSWER: 'PASSWORD', PASSWORD }, { at });
};

const inCustomFlow: Guessing = async ({ clientId: ClientId, poolId: UserPoolId }, USERNAME, PASSWORD, at) => {
  const client = adminClient({ at });
  const request = { ClientId, UserPoolId, AuthFlow: 'CUSTOM_AUTH', AuthParameters: { USERNAME } } as const;
  const { ChallengeName, Session } = await client.send(new AdminInitiateAuthCommand(request));
  const ChallengeResponses = { USERNAME, PASSWORD };
  return () =>
    client.send(
      new AdminRespondToAuthChallengeCommand({ ClientId, UserPoolId, ChallengeName, Session, ChallengeResponses }),
    );
};

const ask = (challengeName: string) => ({ challengeName, issueTokens: false, failAuthentication: false });
const issue = { issueTokens: true, failAuthentication: false };

const poolFor = (first?: string, ...more: readonly string[]): Promise<TestPool> =>
  makePool(
    {
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
      ...(first && { LambdaConfig: { DefineAuthChallenge: scriptedSteps(...[first, ...more].map(ask), issue) } }),
    },
    {
      ExplicitAuthFlows: [
        'ALLOW_USER_AUTH',
        'ALLOW_CUSTOM_AUTH',
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
      ],
    },
  );

const flows: readonly (readonly [name: string, makeGuess: Guessing, makePool: () => Promise<TestPool>])[] = [
  ['USER_PASSWORD_AUTH', inOneRequest('USER_PASSWORD_AUTH'), poolFor],
  ['ADMIN_USER_PASSWORD_AUTH', byAdmin, poolFor],
  ['USER_SRP_AUTH', bySrp('USER_SRP_AUTH'), poolFor],
  ['USER_SRP_AUTH of a server', byAdminSrp, poolFor],
  ['CUSTOM_AUTH that begins by SRP', bySrp('CUSTOM_AUTH'), () => poolFor('SRP_A', 'PASSWORD_VERIFIER')],
  ['CUSTOM_AUTH with ADMIN_NO_SRP_AUTH', inCustomFlow, () => poolFor('ADMIN_NO_SRP_AUTH')],
  ['USER_AUTH, the password at once', inOneRequest('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD' }), poolFor],
  ['USER_AUTH, the password with the choice', byChoice, poolFor],
  ['USER_AUTH, the password as challenge', byChallenge, poolFor],
];

/** Sends all at once. Gives how many got in, and how often each refusal came. */
const sendAll = async (ready: readonly Ready[]): Promise<Record<string, number>> => {
  const outcomes = await Promise.allSettled(ready.map((send) => send()));
  const told = outcomes.map((one) => (one.status === 'fulfilled' ? 'in' : String(one.reason.message)));
  return Object.fromEntries([...Map.groupBy(told, (text) => text)].map(([text, all]) => [text, all.length]));
};

const inARow = (wrong: number, rightAt: number): readonly string[] =>
  Array.from({ length: wrong + 1 }, (_none, place) => (place === rightAt ? password : wrongPassword));

const readyAll = (makeGuess: Guessing, pool: TestPool, username: string, given: readonly string[], at: number) =>
  Promise.all(given.map((one) => makeGuess(pool, username, one, at)));

const failuresOf = async ({ poolId }: TestPool, username: string, type = 'Failures'): Promise<unknown> => {
  const item = (await itemsAbout(`${poolId}#${username}`)).find((one) => one.type === type);
  return item && Object(item.data).count;
};

describe.each(flows)('by %s', (_name, makeGuess, makeFlowPool) => {
  it('of sixty guesses at once no more are looked at than in turn, and the right one comes too late', async () => {
    const pool = await makeFlowPool();
    const { username } = await makeUser(pool);
    const at = Date.now();
    const ready = await readyAll(makeGuess, pool, username, inARow(59, 59), at);
    expect(await sendAll(ready.slice(0, 59))).toEqual({ [incorrect]: 5, [exceeded]: 54 });
    // Among the others it might come before the fifth.
    expect(await sendAll(ready.slice(59))).toEqual({ [exceeded]: 1 });
    expect(await failuresOf(pool, username)).toBe(5);
    const [early, inTime] = [
      await makeGuess(pool, username, password, at + 999),
      await makeGuess(pool, username, password, at + 1000),
    ];
    // Exchanges of SRP that were begun are answered.
    await expect(early()).rejects.toThrow(exceeded);
    await expect(inTime()).resolves.toBeDefined();
    expect(await failuresOf(pool, username)).toBeUndefined();
  });

  it('the right one at any place gets in at most once, and takes the place of one that would be looked at', async () => {
    const pool = await makeFlowPool();
    const { username } = await makeUser(pool);
    const place = randomInt(60);
    const ready = await readyAll(makeGuess, pool, username, inARow(59, place), Date.now());
    const told = await sendAll(ready);
    const { in: got = 0, [incorrect]: looked = 0, [exceeded]: late = 0 } = told;
    expect([place, got + looked + late]).toEqual([place, 60]);
    expect([0, 1]).toContain(got);
    // In order: four wrong ones, the right one, which forgets them, and five more.
    expect(looked).toBeLessThanOrEqual(got === 1 ? 9 : 5);
    if (got === 0) expect(await failuresOf(pool, username)).toBe(looked);
  });

  it('a right password is never refused for the one to three wrong ones beside it', async () => {
    const pool = await makeFlowPool();
    const { username } = await makeUser(pool);
    for (let round = 0; round < 12; round++) {
      const at = Date.now();
      const wrong = 1 + (round % 3);
      const ready = await readyAll(makeGuess, pool, username, inARow(wrong, randomInt(wrong + 1)), at);
      expect(await sendAll(ready)).toEqual({ in: 1, [incorrect]: wrong });
      expect([undefined, ...inARow(wrong, -1).keys()]).toContain(await failuresOf(pool, username));
      await (await makeGuess(pool, username, password, at))();
    }
  });
});

describe('at once', () => {
  it('guesses at a name that nobody has are told as those at a user', async () => {
    const pool = await makePool(
      {},
      { PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] },
    );
    const ready = await readyAll(inOneRequest('USER_PASSWORD_AUTH'), pool, 'nobody', inARow(29, 29), Date.now());
    expect(await sendAll(ready)).toEqual({ [incorrect]: 5, [exceeded]: 25 });
    expect(await failuresOf(pool, 'nobody')).toBe(5);
  });

  it.each([
    ['USER_PASSWORD_AUTH', inOneRequest('USER_PASSWORD_AUTH')],
    ['USER_AUTH', inOneRequest('USER_AUTH', { PREFERRED_CHALLENGE: 'PASSWORD' })],
  ] as const)(
    'a password that another directory knows comes too late by %s, and brings nobody along',
    async (_name, makeGuess) => {
      const pool = await makePool(
        {
          LambdaConfig: { UserMigration: scriptedDirectory(password) },
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
        },
        {
          PreventUserExistenceErrors: 'ENABLED',
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'],
        },
      );
      const at = Date.now();
      const ready = await readyAll(makeGuess, pool, 'ada', inARow(59, 59), at);
      expect(await sendAll(ready)).toEqual({ [incorrect]: 5, [exceeded]: 55 });
      const find = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' });
      await expect(adminClient().send(find)).rejects.toThrow('User does not exist.');

      await (await makeGuess(pool, 'ada', password, at + 1000))();
      await expect(adminClient().send(find)).resolves.toMatchObject({ UserStatus: 'CONFIRMED' });
      expect(await failuresOf(pool, 'ada')).toBeUndefined();
    },
  );

  // While it waits for a trigger, what was read of the user grows old.
  const held = async (
    AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_AUTH' | 'ADMIN_USER_PASSWORD_AUTH',
    { clientId: ClientId, poolId: UserPoolId }: TestPool,
    USERNAME: string,
    at: number,
  ) => {
    const AuthParameters = { USERNAME, PASSWORD: password, PREFERRED_CHALLENGE: 'PASSWORD' };
    const request = { ClientId, AuthFlow, AuthParameters, ClientMetadata: { held: 'yes' } };
    const isAdmin = AuthFlow === 'ADMIN_USER_PASSWORD_AUTH';
    const answer = isAdmin
      ? adminClient({ at }).send(new AdminInitiateAuthCommand({ ...request, UserPoolId }))
      : publicClient({ at }).send(new InitiateAuthCommand(request));
    const settled = answer.then(
      () => 'in',
      (error: Error) => error.message,
    );
    const isHeld = async (): Promise<number> =>
      (await eventsOf(UserPoolId)).filter(({ request }) => 'held' in Object(request.validationData)).length;
    await expect.poll(isHeld).toBe(1);
    return { outcome: settled };
  };

  const heldFlows = ['USER_PASSWORD_AUTH', 'USER_AUTH', 'ADMIN_USER_PASSWORD_AUTH'] as const;

  it.each(
    heldFlows.flatMap((flow) => [
      [flow, 'too late where five were counted since', 0, 5, exceeded] as const,
      [flow, 'too late where the fifth was counted since', 3, 2, exceeded] as const,
      [flow, 'in time where four were', 0, 4, 'in'] as const,
      [flow, 'in time where the fourth was', 3, 1, 'in'] as const,
    ]),
  )('by %s a right password is %s', async (flow, _when, before, since, outcome) => {
    const gate = randomUUID();
    const pool = await makePool(
      {
        LambdaConfig: { PreAuthentication: scriptedGate(gate) },
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
      },
      { ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_ADMIN_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'] },
    );
    const { username } = await makeUser(pool);
    const at = Date.now();
    const guess = (count: number) =>
      sendAll(Array.from({ length: count }, () => () => beginSignIn(pool, username, wrongPassword, { at })));
    await guess(before);
    const right = await held(flow, pool, username, at);
    expect(await guess(since)).toEqual({ [incorrect]: since });
    await openGate(gate);
    expect(await right.outcome).toBe(outcome);
    expect(await failuresOf(pool, username)).toBe(outcome === 'in' ? undefined : 5);
  });

  it.each(['USER_PASSWORD_AUTH', 'USER_AUTH'] as const)(
    'by %s a password that another directory knows is too late where five were counted since',
    async (flow) => {
      const gate = randomUUID();
      const pool = await makePool(
        {
          LambdaConfig: { UserMigration: scriptedDirectory(password, gate) },
          Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD'] } },
        },
        {
          PreventUserExistenceErrors: 'ENABLED',
          ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_USER_AUTH'],
        },
      );
      const at = Date.now();
      const right = await held(flow, pool, 'ada', at);
      const guesses = Array.from({ length: 5 }, () => () => beginSignIn(pool, 'ada', wrongPassword, { at }));
      expect(await sendAll(guesses)).toEqual({ [incorrect]: 5 });
      await openGate(gate);
      expect(await right.outcome).toBe(exceeded);
      const find = new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: 'ada' });
      await expect(adminClient().send(find)).rejects.toThrow('User does not exist.');
    },
  );

  it('previous passwords that ChangePassword is given count together with those of sign-ins', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const at = Date.now();
    const { AccessToken } = await signIn(pool, user);
    const change = (PreviousPassword: string) => () =>
      publicClient({ at }).send(
        new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another-horse-2' }),
      );
    for (let n = 0; n < 3; n++) {
      await expect(beginSignIn(pool, user.username, wrongPassword, { at })).rejects.toThrow(incorrect);
    }
    const told = await sendAll(Array.from({ length: 5 }, () => change(wrongPassword)));
    expect(told).toEqual({ [incorrect]: 2, [exceeded]: 3 });
    expect(await failuresOf(pool, user.username)).toBe(5);
  });

  it('a right previous password is not refused for the wrong ones beside it', async () => {
    const pool = await makePool();
    for (let round = 0; round < 6; round++) {
      const user = await makeUser(pool);
      const { AccessToken } = await signIn(pool, user);
      const change = (PreviousPassword: string) => () =>
        publicClient().send(
          new ChangePasswordCommand({ AccessToken, PreviousPassword, ProposedPassword: 'Another-horse-2' }),
        );
      const told = await sendAll(inARow(1 + (round % 3), round % 2).map(change));
      expect(told).toEqual({ in: 1, [incorrect]: 1 + (round % 3) });
    }
  });

  const codeMismatch = 'Invalid code or auth state for the user.';

  const codeByMail = async (failures?: number) => {
    const pool = await makeMfaPool();
    if (failures) {
      await callOwn('SetUserPoolSignInSettings', { UserPoolId: pool.poolId, Lockout: { Failures: failures } });
    }
    const { username, email } = await makeUser(pool);
    const Username = username;
    const prefer = { UserPoolId: pool.poolId, Username, EmailMfaSettings: { Enabled: true } };
    await adminClient().send(new AdminSetUserMFAPreferenceCommand(prefer));
    const asked = await beginSignIn(pool, username);
    const code = await codeFor(email);
    const at = Date.now();
    const answer = (EMAIL_OTP_CODE: string) => () =>
      answerChallenge(pool, asked, { USERNAME: username, EMAIL_OTP_CODE }, { at });
    const wrong = (n: number) => answer(String((Number(code) + 1 + n) % 10 ** 8).padStart(8, '0'));
    return { pool, username, right: answer(code), wrong };
  };

  it('of sixty codes no more are looked at than in turn, and the right one comes too late', async () => {
    const { pool, username, right, wrong } = await codeByMail();
    const ready = Array.from({ length: 59 }, (_none, n) => wrong(n));
    expect(await sendAll(ready)).toEqual({ [codeMismatch]: 5, [exceeded]: 54 });
    expect(await sendAll([right])).toEqual({ [exceeded]: 1 });
    expect(await failuresOf(pool, username, 'CodeFailures')).toBe(5);
  });

  it('a right code is not refused for the wrong ones beside it, where there may be many', async () => {
    for (let round = 0; round < 6; round++) {
      const { right, wrong } = await codeByMail(20);
      const ready = Array.from({ length: 18 }, (_none, n) => wrong(n));
      ready.splice(randomInt(19), 0, right);
      expect(await sendAll(ready)).toEqual({ in: 1, [codeMismatch]: 18 });
    }
  });

  it('of forty codes of an app no more are looked at than in turn, and the right one comes too late', async () => {
    const pool = await makeTotpPool();
    const user = await makeTotpUser(pool);
    const later = user.enrolledAt + 2 * stepMs;
    const { Session } = await begin(pool, user, later);
    const guess = (code: string) => () => answerTotp(pool, user, Session, code, later);
    const ready = Array.from({ length: 39 }, () => guess(wrongCodeOf(user.secret, later)));
    expect(await sendAll(ready)).toEqual({ 'Invalid code received for user': 5, [exceeded]: 34 });
    expect(await sendAll([guess(codeOf(user.secret, later))])).toEqual({ [exceeded]: 1 });
  });
});
