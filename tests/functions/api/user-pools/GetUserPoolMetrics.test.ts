import {
  AdminInitiateAuthCommand,
  CreateIdentityProviderCommand,
  InitiateAuthCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password } from '#tests/support/pools.ts';

interface Metrics {
  readonly Period: number;
  readonly Timestamps: readonly number[];
  readonly Series: readonly {
    readonly Name: string;
    readonly IdentityProvider?: string;
    readonly RiskLevel?: string;
    readonly Values: readonly number[];
  }[];
}

const metrics = (request: object): Promise<Metrics> => callOwn('GetUserPoolMetrics', request);

const totals = ({ Series }: Metrics): Record<string, number> =>
  Object.fromEntries(
    Series.map(({ Name, IdentityProvider, RiskLevel, Values }) => [
      [Name, IdentityProvider, RiskLevel].filter(Boolean).join(' '),
      Values.reduce((sum, value) => sum + value, 0),
    ]),
  );

describe('GetUserPoolMetrics', () => {
  it('counts sign-ups, sign-ins, refreshes and active users of one pool, and what failed of them', async () => {
    const [pool, other] = await Promise.all([makePool(), makePool()]);
    const [user] = await Promise.all([makeUser(pool), makeUser(other)]);
    const flow = (Password: string) =>
      new InitiateAuthCommand({
        ClientId: pool.clientId,
        AuthFlow: 'USER_PASSWORD_AUTH',
        AuthParameters: { USERNAME: user.username, PASSWORD: Password },
      });
    const { AuthenticationResult } = await publicClient().send(flow(password));
    await publicClient().send(flow(password));
    await expect(publicClient().send(flow('Wrong-horse-1'))).rejects.toThrow('Incorrect username or password.');
    const REFRESH_TOKEN = AuthenticationResult?.RefreshToken ?? '';
    await adminClient().send(
      new AdminInitiateAuthCommand({
        UserPoolId: pool.poolId,
        ClientId: pool.clientId,
        AuthFlow: 'REFRESH_TOKEN_AUTH',
        AuthParameters: { REFRESH_TOKEN },
      }),
    );
    const again = new SignUpCommand({ ClientId: pool.clientId, Username: user.username, Password: password });
    await expect(publicClient().send(again)).rejects.toThrow('User already exists');

    // What is counted is read when the answer has gone out.
    const read = () => metrics({ UserPoolId: pool.poolId, Period: 60, StartTime: Date.now() / 1000 - 900 });
    await expect.poll(async () => totals(await read()).SignUpFailures).toBe(1);
    const found = await read();
    expect(totals(found)).toMatchObject({
      SignUpSuccesses: 1,
      SignUpFailures: 1,
      SignUpThrottles: 0,
      SignInSuccesses: 2,
      SignInFailures: 1,
      TokenRefreshSuccesses: 1,
      TokenRefreshFailures: 0,
      MonthlyActiveUsers: 1,
      Risk: 0,
      'AccountTakeoverRisk High': 0,
      CompromisedCredentialRisk: 0,
      OverrideBlock: 0,
    });
    const { Timestamps, Period, Series } = found;
    expect(Period).toBe(60);
    expect(Timestamps.map((time, index) => time - (Timestamps[0] ?? 0) - index * 60).every((gap) => gap === 0)).toBe(
      true,
    );
    expect(Series.every(({ Values }) => Values.length === Timestamps.length)).toBe(true);
    expect(totals(await metrics({ UserPoolId: other.poolId }))).toMatchObject({
      SignUpSuccesses: 1,
      SignInSuccesses: 0,
    });
    // The same by the day, and nothing of it two days before.
    expect(totals(await metrics({ UserPoolId: pool.poolId, Period: 86_400 }))).toMatchObject({ SignInSuccesses: 2 });
    const EndTime = Date.now() / 1000 - 2 * 86_400;
    expect(totals(await metrics({ UserPoolId: pool.poolId, EndTime }))).toMatchObject({ SignInSuccesses: 0 });
  });

  it('has series of each identity provider', async () => {
    const { poolId: UserPoolId } = await makePool();
    expect(Object.keys(totals(await metrics({ UserPoolId }))).filter((name) => name.startsWith('Federation'))).toEqual(
      [],
    );
    const ProviderDetails = {
      client_id: 'a',
      client_secret: 'b',
      authorize_scopes: 'openid',
      attributes_request_method: 'GET',
      oidc_issuer: 'https://issuer.example',
      authorize_url: 'https://issuer.example/a',
      token_url: 'https://issuer.example/t',
      attributes_url: 'https://issuer.example/u',
      jwks_uri: 'https://issuer.example/k',
    };
    const provider = { UserPoolId, ProviderName: 'Elsewhere', ProviderType: 'OIDC', ProviderDetails } as const;
    await adminClient().send(new CreateIdentityProviderCommand(provider));
    expect(totals(await metrics({ UserPoolId }))).toMatchObject({
      'FederationSuccesses Elsewhere': 0,
      'FederationFailures Elsewhere': 0,
      'FederationThrottles Elsewhere': 0,
    });
  });

  it.each<[string, () => object, string]>([
    [
      'a range that ends first',
      () => ({ StartTime: 1_800_000_000, EndTime: 1_790_000_000 }),
      'StartTime is to be before',
    ],
    ['too many periods', () => ({ Period: 60, StartTime: Date.now() / 1000 - 2 * 86_400 }), 'more than 1440 periods'],
    [
      'minutes of last month',
      () => ({
        Period: 60,
        StartTime: Date.now() / 1000 - 30 * 86_400,
        EndTime: Date.now() / 1000 - 30 * 86_400 + 600,
      }),
      'kept for 15 days',
    ],
    ['an odd period', () => ({ Period: 90 }), 'Period'],
  ])('refuses %s', async (_what, more, message) => {
    const { poolId: UserPoolId } = await makePool();
    const name = 'InvalidParameterException';
    await expect(metrics({ UserPoolId, ...more() })).rejects.toMatchObject({
      name,
      message: expect.stringContaining(message),
    });
  });
});
