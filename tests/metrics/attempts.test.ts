import {
  AdminCreateUserCommand,
  AdminInitiateAuthCommand,
  CreateUserPoolCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { type Sample, samplesOf, valuesOf } from './emf.ts';

const byPassword = ({ clientId: ClientId }: TestPool, USERNAME: string, PASSWORD = password) =>
  new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } });

const places = ({ poolId: UserPool, clientId: UserPoolClient }: TestPool) => [
  { UserPool },
  { UserPool, UserPoolClient },
];

const inPlaces = (samples: readonly Sample[], metric: string, pool: TestPool) =>
  places(pool).map((place) => valuesOf(samples, metric, place));

describe('What a request counts for', () => {
  it('is its outcome, under its operation, in a namespace that is not reserved', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const samples = await samplesOf(() => publicClient().send(byPassword(pool, username)));
    expect(samples).toContainEqual({
      namespace: 'Gatehouse/test',
      metric: 'Succeeded',
      unit: 'Count',
      dimensions: { service: 'gatehouse', operation: 'InitiateAuth' },
      value: 1,
    });
    const refused = await samplesOf(() => publicClient().send(byPassword(pool, username, 'Wrong-horse-1')));
    expect(valuesOf(refused, 'Refused', { service: 'gatehouse', operation: 'InitiateAuth' })).toEqual([1]);
  });

  it('is a call of its category, as metrics of usage name it', async () => {
    const samples = await samplesOf(() => adminClient().send(new CreateUserPoolCommand({ PoolName: 'counted' })));
    const usage = { Service: 'Cognito user pool', Type: 'API', Class: 'None', Resource: 'UserPoolUpdate' };
    expect(valuesOf(samples, 'CallCount', usage)).toEqual([1]);
    expect(samples.map(({ metric }) => metric)).not.toContain('ThrottleCount');
  });

  it('is 1 for a sign-in that gives tokens, and 0 for one that is refused, by pool and by client', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const right = await samplesOf(() => publicClient().send(byPassword(pool, username)));
    expect(inPlaces(right, 'SignInSuccesses', pool)).toEqual([[1], [1]]);
    const wrong = await samplesOf(() => publicClient().send(byPassword(pool, username, 'Wrong-horse-1')));
    expect(inPlaces(wrong, 'SignInSuccesses', pool)).toEqual([[0], [0]]);
    expect(wrong.map(({ metric }) => metric)).not.toContain('SignInThrottles');
  });

  it('is the same for a sign-in by an administrator', async () => {
    const pool = await makePool();
    const { username: USERNAME } = await makeUser(pool);
    const { poolId: UserPoolId, clientId: ClientId } = pool;
    const AuthParameters = { USERNAME, PASSWORD: password };
    const flow = { AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters } as const;
    const samples = await samplesOf(() =>
      adminClient().send(new AdminInitiateAuthCommand({ UserPoolId, ClientId, ...flow })),
    );
    expect(inPlaces(samples, 'SignInSuccesses', pool)).toEqual([[1], [1]]);
  });

  it('is nothing for a sign-in that a challenge continues', async () => {
    const pool = await makePool();
    const { username: USERNAME } = await makeUser(pool);
    const AuthParameters = { USERNAME, SRP_A: startClient().srpA };
    const samples = await samplesOf(() =>
      publicClient().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters }),
      ),
    );
    expect(samples.map(({ metric }) => metric).sort()).toEqual(['CallCount', 'Succeeded']);
  });

  it('is a refresh, and no sign-in, for a refresh token', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const { AuthenticationResult } = await publicClient().send(byPassword(pool, username));
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken ?? '';
    const { clientId: ClientId } = pool;
    const byFlow = new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN },
    });
    const flow = await samplesOf(() => publicClient().send(byFlow));
    expect(inPlaces(flow, 'TokenRefreshSuccesses', pool)).toEqual([[1], [1]]);
    expect(inPlaces(flow, 'SignInSuccesses', pool)).toEqual([[], []]);
    const bad = new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken: 'no.such.token' });
    const refused = await samplesOf(() => publicClient().send(bad));
    expect(inPlaces(refused, 'TokenRefreshSuccesses', pool)).toEqual([[0], [0]]);
  });

  it('is 1 for a sign-up, and 0 for a name that is taken', async () => {
    const pool = await makePool();
    const signUp = new SignUpCommand({
      ClientId: pool.clientId,
      Username: `u-${crypto.randomUUID()}`,
      Password: password,
    });
    const samples = await samplesOf(() => publicClient().send(signUp));
    expect(inPlaces(samples, 'SignUpSuccesses', pool)).toEqual([[1], [1]]);
    expect(inPlaces(await samplesOf(() => publicClient().send(signUp)), 'SignUpSuccesses', pool)).toEqual([[0], [0]]);
  });

  it('is a sign-up of the client Admin for a user whom an administrator makes', async () => {
    const { poolId: UserPool } = await makePool();
    const command = new AdminCreateUserCommand({
      UserPoolId: UserPool,
      Username: anEmail(),
      MessageAction: 'SUPPRESS',
    });
    const samples = await samplesOf(() => adminClient().send(command));
    expect(valuesOf(samples, 'SignUpSuccesses', { UserPool, UserPoolClient: 'Admin' })).toEqual([1]);
    expect(valuesOf(samples, 'SignUpSuccesses', { UserPool })).toEqual([1]);
  });

  it('has the client Invalid where nobody has that one, so that no stranger makes metrics', async () => {
    const nobody = { poolId: 'Invalid', clientId: 'Invalid', clientSecret: undefined };
    const asked = { ...nobody, clientId: 'madeupclient' };
    const samples = await samplesOf(() => publicClient().send(byPassword(asked, 'ada')));
    expect(inPlaces(samples, 'SignInSuccesses', nobody)).toEqual([[0], [0]]);
    expect(JSON.stringify(samples)).not.toContain('madeupclient');
  });
});
