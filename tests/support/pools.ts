import { randomInt, randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  type AttributeType,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientCommandInput,
  CreateUserPoolCommand,
  type CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';

const present = <T>(value: T | undefined, what: string): T => {
  if (value === undefined) throw new Error(`The answer has no ${what}.`);
  return value;
};

export interface TestPool {
  readonly poolId: string;
  readonly clientId: string;
  /** Defined for a client made with GenerateSecret. */
  readonly clientSecret: string | undefined;
}

export const password = 'Correct-horse-1';

/** A pool for one test, with one app client that may, by default, use every password flow. */
export const makePool = async (
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<TestPool> => {
  const admin = adminClient();
  const { UserPool } = await admin.send(new CreateUserPoolCommand({ PoolName: 'test', ...pool }));
  const poolId = present(UserPool?.Id, 'pool id');
  return { poolId, ...(await makeClient(poolId, client)) };
};

/** One more app client of a pool. */
export const makeClient = async (
  poolId: string,
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<Pick<TestPool, 'clientId' | 'clientSecret'>> => {
  const { UserPoolClient } = await adminClient().send(
    new CreateUserPoolClientCommand({
      ClientName: 'test',
      ExplicitAuthFlows: [
        'ALLOW_USER_SRP_AUTH',
        'ALLOW_USER_PASSWORD_AUTH',
        'ALLOW_ADMIN_USER_PASSWORD_AUTH',
        'ALLOW_REFRESH_TOKEN_AUTH',
      ],
      ...client,
      UserPoolId: poolId,
    }),
  );
  return { clientId: present(UserPoolClient?.ClientId, 'client id'), clientSecret: UserPoolClient?.ClientSecret };
};

export interface TestUser {
  readonly username: string;
  readonly sub: string;
  readonly email: string;
}

/** An address that no other test has. */
export const anEmail = (): string => `${randomUUID()}@example.com`;

/** A number that no other test has. */
export const aPhoneNumber = (): string => `+1${randomInt(10 ** 9, 10 ** 10)}`;

/** A confirmed user with a verified email and the password `password`. */
export const makeUser = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  {
    username = `user-${randomUUID()}`,
    email = anEmail(),
    attributes = [],
  }: { username?: string; email?: string; attributes?: AttributeType[] } = {},
): Promise<TestUser> => {
  const admin = adminClient();
  const { User } = await admin.send(
    new AdminCreateUserCommand({
      UserPoolId: poolId,
      Username: username,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }, { Name: 'email_verified', Value: 'true' }, ...attributes],
    }),
  );
  await admin.send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: username, Password: password, Permanent: true }),
  );
  const sub = present(User?.Attributes?.find(({ Name }) => Name === 'sub')?.Value, 'sub');
  return { username: present(User?.Username, 'username'), sub, email };
};
