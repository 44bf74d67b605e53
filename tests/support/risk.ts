import { createHmac } from 'node:crypto';
import {
  type AccountTakeoverEventActionType,
  AdminListUserAuthEventsCommand,
  type AuthEventType,
  DescribeRiskConfigurationCommand,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  type RespondToAuthChallengeCommandOutput,
  type RiskLevelType,
  SetRiskConfigurationCommand,
  type SetRiskConfigurationCommandInput,
  SetUserPoolMfaConfigCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient, publicClient, secretHash } from './clients.ts';
import { SmsConfiguration } from './mfa.ts';
import { makeClient, makePool, makeUser, password, type TestPool, type TestUser } from './pools.ts';

/** An identity of SES, as a configuration names it. */
export const sesArn = 'arn:aws:ses:eu-central-1:111122223333:identity/noreply@example.com';

/** The settings of a pool in which threat protection acts, and in which it only looks. */
export const enforced = {
  UserPoolAddOns: {
    AdvancedSecurityMode: 'ENFORCED',
    AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'ENFORCED' },
  },
} as const;
export const audit = {
  UserPoolAddOns: { AdvancedSecurityMode: 'AUDIT', AdvancedSecurityAdditionalFlows: { CustomAuthMode: 'AUDIT' } },
} as const;

/** The same action at every level. */
export const takeover = (EventAction: AccountTakeoverEventActionType, Notify = false) => {
  const action = { EventAction, Notify };
  return { Actions: { LowAction: action, MediumAction: action, HighAction: action } };
};

/** An action at one level alone. */
export const takeoverAt = (level: RiskLevelType, EventAction: AccountTakeoverEventActionType, Notify = false) => ({
  Actions: { [`${level}Action`]: { EventAction, Notify } },
});

export const setRisk = (UserPoolId: string, given: Omit<SetRiskConfigurationCommandInput, 'UserPoolId'> = {}) =>
  adminClient().send(new SetRiskConfigurationCommand({ UserPoolId, ...given }));

/** The configuration of a pool, or of an app client. */
export const riskOf = async (UserPoolId: string, ClientId?: string) =>
  (await adminClient().send(new DescribeRiskConfigurationCommand({ UserPoolId, ClientId }))).RiskConfiguration;

const windows = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)';

/** User agents of browsers. */
export const agents = {
  chrome: `${windows} Chrome/126.0.0.0 Safari/537.36`,
  firefox: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:130.0) Gecko/20100101 Firefox/130.0',
  firefoxOnLinux: 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0',
  iphone:
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1',
} as const;

/** Where somebody signs in, and with what. */
export interface Place {
  readonly address: string;
  readonly agent: string;
}

export const home: Place = { address: '198.51.100.7', agent: agents.chrome };

/** Places from which a sign-in has that risk for whoever has settled. */
export const risky: Readonly<Record<RiskLevelType, Place>> = {
  Low: { ...home, agent: agents.firefoxOnLinux },
  Medium: { ...home, agent: agents.iphone },
  High: { address: '203.0.113.9', agent: agents.iphone },
};

/** EncodedData as the library for browsers writes it. */
export const encodedData = (clientId: string, contextData: object, version = 'JS20171115'): string => {
  const payload = JSON.stringify({ contextData, username: '', userPoolId: '', timestamp: `${Date.now()}` });
  const signature = createHmac('sha256', clientId).update(`${version}${payload}`).digest('base64');
  return Buffer.from(JSON.stringify({ payload, signature, version })).toString('base64');
};

export const contextOf = ({ clientId }: Pick<TestPool, 'clientId'>, { address, agent }: Place) => ({
  IpAddress: address,
  EncodedData: encodedData(clientId, { UserAgent: agent, ClientTimezone: '02:00' }),
});

const flows = {
  ExplicitAuthFlows: [
    'ALLOW_USER_SRP_AUTH',
    'ALLOW_USER_PASSWORD_AUTH',
    'ALLOW_ADMIN_USER_PASSWORD_AUTH',
    'ALLOW_CUSTOM_AUTH',
    'ALLOW_USER_AUTH',
    'ALLOW_REFRESH_TOKEN_AUTH',
  ],
  GenerateSecret: true,
  EnablePropagateAdditionalUserContextData: true,
} satisfies Parameters<typeof makePool>[1];

/** A pool with threat protection. */
export interface ProtectedPool extends TestPool {
  /** The same with a client from which nothing follows of risks: so that users can settle. */
  readonly calm: TestPool;
}

/**
 * A pool with threat protection, whose client states where its users are. Second factors are optional: by SMS and by an
 * app. So somebody with an e-mail address alone has none.
 */
export const makeProtectedPool = async (
  settings: Parameters<typeof makePool>[0] = enforced,
  client: Parameters<typeof makePool>[1] = {},
): Promise<ProtectedPool> => {
  const pool = await makePool(settings, { ...flows, ...client });
  const calm = { ...pool, ...(await makeClient(pool.poolId, { ...flows, ...client })) };
  await setRisk(pool.poolId, { ClientId: calm.clientId, AccountTakeoverRiskConfiguration: takeover('NO_ACTION') });
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration: 'OPTIONAL',
      SoftwareTokenMfaConfiguration: { Enabled: true },
      SmsMfaConfiguration: { SmsConfiguration },
    }),
  );
  return { ...pool, calm };
};

interface Clock {
  /** Epoch milliseconds. */
  readonly at?: number;
}

/** SECRET_HASH, for a client that needs it. */
export const hashFor = ({ clientId, clientSecret }: TestPool, username: string): Record<string, string> =>
  clientSecret === undefined ? {} : { SECRET_HASH: secretHash(username, clientId, clientSecret) };

/** The first answer of a sign-in by the password, from that place. */
export const signInFrom = (
  pool: TestPool,
  { username }: Pick<TestUser, 'username'>,
  place: Place,
  { at, secret = password }: Clock & { readonly secret?: string } = {},
): Promise<InitiateAuthCommandOutput> =>
  publicClient(at === undefined ? {} : { at }).send(
    new InitiateAuthCommand({
      ClientId: pool.clientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: username, PASSWORD: secret, ...hashFor(pool, username) },
      UserContextData: contextOf(pool, place),
    }),
  );

/** Answers a challenge of a sign-in, from that place. */
export const answerFrom = (
  pool: TestPool,
  { username }: Pick<TestUser, 'username'>,
  place: Place,
  { ChallengeName, Session }: Pick<InitiateAuthCommandOutput, 'ChallengeName' | 'Session'>,
  responses: Readonly<Record<string, string>>,
): Promise<RespondToAuthChallengeCommandOutput> =>
  publicClient().send(
    new RespondToAuthChallengeCommand({
      ClientId: pool.clientId,
      ChallengeName,
      Session,
      ChallengeResponses: { USERNAME: username, ...hashFor(pool, username), ...responses },
      UserContextData: contextOf(pool, place),
    }),
  );

const hour = 3_600_000;

/** Has somebody sign in five times from there, once with another browser, the last time an hour ago. */
export const settle = async (
  { calm }: ProtectedPool,
  user: Pick<TestUser, 'username'>,
  place: Place = home,
): Promise<void> => {
  const [at, once] = [Date.now(), { ...place, agent: agents.firefox }];
  for (const ago of [5, 4, 3, 2, 1]) await signInFrom(calm, user, ago === 3 ? once : place, { at: at - ago * hour });
};

/** Somebody who has settled. */
export const makeSettledUser = async (
  pool: ProtectedPool,
  given: Parameters<typeof makeUser>[1] = {},
  place: Place = home,
): Promise<TestUser> => {
  const user = await makeUser(pool, given);
  await settle(pool, user, place);
  return user;
};

/** The user's events, the newest first. */
export const eventsOf = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  { username }: Pick<TestUser, 'username'>,
): Promise<AuthEventType[]> => {
  const asked = { UserPoolId: poolId, Username: username };
  return (await adminClient().send(new AdminListUserAuthEventsCommand(asked))).AuthEvents ?? [];
};
