import { randomBytes } from 'node:crypto';
import {
  type ChallengeNameType,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makePool, password, type TestPool } from '#tests/support/pools.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { english } from '#tests/support/srp-sign-in.ts';
import type { Scenario } from '../scenario.ts';
import { aliasPool, anyone, newApplicant, newName, newUser, once, plainPool } from '../subjects.ts';

type Name = ReturnType<typeof newName>;
type Prepare = (pool: TestPool, name: Name) => Promise<() => Promise<unknown>>;

/** Users choose a password or a code by e-mail. */
const choosingPool = once(() =>
  makePool(
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
    { PreventUserExistenceErrors: 'ENABLED', ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
  ),
);

const wrongPassword = 'Wrong-horse-1';
const wrongCode = '-';

// A wrong one is answered by an exception.
const asking = (ask: () => Promise<unknown>) => () => ask().catch((error: unknown) => error);

const initiate = (
  { clientId: ClientId }: TestPool,
  AuthFlow: 'USER_PASSWORD_AUTH' | 'USER_SRP_AUTH' | 'USER_AUTH',
  AuthParameters: Record<string, string>,
) => anyone.send(new InitiateAuthCommand({ ClientId, AuthFlow, AuthParameters }));

const byPassword =
  (by: keyof Name): Prepare =>
  async (pool, { [by]: USERNAME }) =>
    asking(() => initiate(pool, 'USER_PASSWORD_AUTH', { USERNAME, PASSWORD: wrongPassword }));

const bySrp =
  (by: keyof Name): Prepare =>
  async (pool, { [by]: USERNAME }) =>
    asking(() => initiate(pool, 'USER_SRP_AUTH', { USERNAME, SRP_A: startClient().srpA }));

const proving =
  (by: keyof Name): Prepare =>
  async (pool, { [by]: USERNAME }) => {
    const { ChallengeParameters: given = {} } = await initiate(pool, 'USER_SRP_AUTH', {
      USERNAME,
      SRP_A: startClient().srpA,
    });
    const { USER_ID_FOR_SRP = '', SECRET_BLOCK = '' } = given;
    const answer = {
      ClientId: pool.clientId,
      ChallengeName: 'PASSWORD_VERIFIER',
      ChallengeResponses: {
        USERNAME: USER_ID_FOR_SRP,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: randomBytes(32).toString('base64'),
        TIMESTAMP: english(new Date()),
      },
    } as const;
    return asking(() => anyone.send(new RespondToAuthChallengeCommand(answer)));
  };

const preferring =
  (parameters: Readonly<Record<string, string>>): Prepare =>
  async (pool, { username: USERNAME }) =>
    asking(() => initiate(pool, 'USER_AUTH', { USERNAME, ...parameters }));

const answering =
  (
    preferred: Readonly<Record<string, string>>,
    ChallengeName: ChallengeNameType,
    responses: Readonly<Record<string, string>>,
  ): Prepare =>
  async (pool, { username: USERNAME }) => {
    const { Session } = await initiate(pool, 'USER_AUTH', { USERNAME, ...preferred });
    const { clientId: ClientId } = pool;
    const ChallengeResponses = { USERNAME, ...responses };
    const answer = { ClientId, ChallengeName, Session, ChallengeResponses };
    return asking(() => anyone.send(new RespondToAuthChallengeCommand(answer)));
  };

const forgetting =
  (by: keyof Name): Prepare =>
  async ({ clientId: ClientId }, { [by]: Username }) =>
    asking(() => anyone.send(new ForgotPasswordCommand({ ClientId, Username })));

const resetting: Prepare = async ({ clientId: ClientId }, { username: Username }) => {
  const given = { ClientId, Username, ConfirmationCode: '000000', Password: password };
  return asking(() => anyone.send(new ConfirmForgotPasswordCommand(given)));
};

const resending: Prepare = async ({ clientId: ClientId }, { username: Username }) =>
  asking(() => anyone.send(new ResendConfirmationCodeCommand({ ClientId, Username })));

const confirming: Prepare = async ({ clientId: ClientId }, { username: Username }) => {
  const given = { ClientId, Username, ConfirmationCode: '000000' };
  return asking(() => anyone.send(new ConfirmSignUpCommand(given)));
};

const byCode = { PREFERRED_CHALLENGE: 'EMAIL_OTP' };
const preferringPassword = { PREFERRED_CHALLENGE: 'PASSWORD' };

interface Kind {
  readonly operation: string;
  readonly way: string;
  readonly pool: () => Promise<TestPool>;
  readonly someone: (pool: TestPool) => Promise<Name>;
  readonly prepare: Prepare;
}

const kind = (
  operation: string,
  way: string,
  pool: Kind['pool'],
  prepare: Prepare,
  someone: Kind['someone'] = newUser,
): Kind => ({
  operation,
  way,
  pool,
  someone,
  prepare,
});

const kinds: readonly Kind[] = [
  kind('InitiateAuth', 'a wrong password, by alias', aliasPool, byPassword('email')),
  kind('InitiateAuth', 'a beginning of SRP, by alias', aliasPool, bySrp('email')),
  kind(
    'InitiateAuth',
    'a choice with a wrong password',
    choosingPool,
    preferring({ ...preferringPassword, PASSWORD: wrongPassword }),
  ),
  kind('RespondToAuthChallenge', 'a wrong proof of SRP', plainPool, proving('username')),
  kind('RespondToAuthChallenge', 'a wrong proof of SRP, by alias', aliasPool, proving('email')),
  kind('RespondToAuthChallenge', 'a choice', choosingPool, answering({}, 'SELECT_CHALLENGE', { ANSWER: 'EMAIL_OTP' })),
  kind(
    'RespondToAuthChallenge',
    'a wrong password',
    choosingPool,
    answering(preferringPassword, 'PASSWORD', { PASSWORD: wrongPassword }),
  ),
  kind(
    'RespondToAuthChallenge',
    'a wrong code, as first factor',
    choosingPool,
    answering(byCode, 'EMAIL_OTP', { EMAIL_OTP_CODE: wrongCode }),
  ),
  kind('ForgotPassword', 'asked by alias', aliasPool, forgetting('email')),
  kind('ConfirmForgotPassword', 'a wrong code', plainPool, resetting),
  kind('ResendConfirmationCode', 'asked for', plainPool, resending, newApplicant),
  kind('ConfirmSignUp', 'a wrong code', plainPool, confirming, newApplicant),
];

/** Requests without a proof, about a user and about nobody, by operation and the ways of both. */
export const alike: readonly (readonly [operation: string, ofUser: string, ofNobody: string])[] = kinds.map(
  ({ operation, way }) => [operation, `${way}, of a user`, `${way}, of nobody`],
);

export const askedOfNobody: readonly Scenario[] = kinds.flatMap(({ operation, way, pool, someone, prepare }) => [
  { operation, way: `${way}, of a user`, prepare: async () => prepare(await pool(), await someone(await pool())) },
  { operation, way: `${way}, of nobody`, prepare: async () => prepare(await pool(), newName()) },
]);
