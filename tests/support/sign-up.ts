import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  ConfirmSignUpCommand,
  type ConfirmSignUpCommandInput,
  SignUpCommand,
  type SignUpCommandInput,
  type SignUpCommandOutput,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient, publicClient } from './clients.ts';
import { codeFor } from './mailbox.ts';
import { anEmail, password, type TestPool } from './pools.ts';

export interface NewUser {
  readonly username: string;
  readonly email: string;
  readonly answer: SignUpCommandOutput;
}

type Clock = NonNullable<Parameters<typeof publicClient>[0]>;

/** Signs up with a username and an email that no other test has. */
export const signUp = async (
  { clientId }: Pick<TestPool, 'clientId'>,
  {
    username = `user-${randomUUID()}`,
    email = anEmail(),
    ...given
  }: Partial<SignUpCommandInput> & { username?: string; email?: string } = {},
  clock: Clock = {},
): Promise<NewUser> => {
  const answer = await publicClient(clock).send(
    new SignUpCommand({
      ClientId: clientId,
      Username: username,
      Password: password,
      UserAttributes: [{ Name: 'email', Value: email }],
      ...given,
    }),
  );
  return { username, email, answer };
};

/** Confirms with the code that was sent to the address. */
export const confirmSignUp = async (
  { clientId }: Pick<TestPool, 'clientId'>,
  { username, email }: Pick<NewUser, 'username' | 'email'>,
  given: Partial<ConfirmSignUpCommandInput> = {},
  clock: Clock = {},
) =>
  publicClient(clock).send(
    new ConfirmSignUpCommand({
      ClientId: clientId,
      Username: username,
      ConfirmationCode: given.ConfirmationCode ?? (await codeFor(email)),
      ...given,
    }),
  );

/** Status and attributes of a user, as an administrator sees them. */
export const userOf = async ({ poolId }: Pick<TestPool, 'poolId'>, username: string) => {
  const { UserStatus, Username, UserAttributes } = await adminClient().send(
    new AdminGetUserCommand({ UserPoolId: poolId, Username: username }),
  );
  const attributes = Object.fromEntries((UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
  return { status: UserStatus, username: Username, attributes };
};

/** Another code than this one. */
export const otherThan = (code: string): string => ((Number(code) + 1) % 1_000_000).toString().padStart(6, '0');
