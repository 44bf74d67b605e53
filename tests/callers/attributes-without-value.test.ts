import {
  AdminCreateUserCommand,
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { beginSignIn, signIn } from '#tests/support/sign-in.ts';

const attributesOf = async ({ poolId }: TestPool, username: string) => {
  const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: poolId, Username: username }));
  return Object.fromEntries((user.UserAttributes ?? []).map(({ Name, Value }) => [Name, Value]));
};

const refusal = {
  name: 'InvalidParameterException',
  message: 'Attribute value for email must not be null',
};

// By hand, as no SDK sends null.
describe.concurrent.each([
  ['without a value', { Name: 'email' }],
  ['with null for a value', { Name: 'email', Value: null }],
])('an attribute %s', (_how, bare) => {
  const UserAttributes = [{ Name: 'nickname', Value: 'Dee' }, bare];

  it('is refused by UpdateUserAttributes, and what the user has stays', async () => {
    const pool = await makePool();
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    const before = await attributesOf(pool, user.username);

    await expect(callOwnUnsigned('UpdateUserAttributes', { AccessToken, UserAttributes })).rejects.toMatchObject(
      refusal,
    );

    expect(await attributesOf(pool, user.username)).toEqual(before);
    expect(before).toMatchObject({ email: user.email, email_verified: 'true' });
  });

  it('is refused by AdminUpdateUserAttributes, and what the user has stays', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const before = await attributesOf(pool, username);

    const update = { UserPoolId: pool.poolId, Username: username, UserAttributes };
    await expect(callOwn('AdminUpdateUserAttributes', update)).rejects.toMatchObject(refusal);

    expect(await attributesOf(pool, username)).toEqual(before);
  });

  it('is refused by SignUp and AdminCreateUser, and no user is made', async () => {
    const pool = await makePool();
    const { poolId: UserPoolId, clientId: ClientId } = pool;

    const signUp = { ClientId, Username: 'ada', Password: password, UserAttributes };
    await expect(callOwnUnsigned('SignUp', signUp)).rejects.toMatchObject(refusal);
    await expect(
      callOwn('AdminCreateUser', { UserPoolId, Username: 'ada', MessageAction: 'SUPPRESS', UserAttributes }),
    ).rejects.toMatchObject(refusal);

    await expect(attributesOf(pool, 'ada')).rejects.toThrow('User does not exist.');
  });

  it('is refused by the name that it has, and as ValidationData is nothing but a word for a trigger', async () => {
    const { poolId: UserPoolId, clientId: ClientId } = await makePool();
    const unnamed = { ...bare, Name: 'custom:plan' };
    await expect(
      callOwn('AdminUpdateUserAttributes', { UserPoolId, Username: 'ada', UserAttributes: [unnamed] }),
    ).rejects.toMatchObject({ ...refusal, message: 'Attribute value for custom:plan must not be null' });

    const signUp = { ClientId, Username: 'ada', Password: password, ValidationData: [bare] };
    await expect(callOwnUnsigned('SignUp', signUp)).resolves.toMatchObject({ UserConfirmed: false });
  });
});

describe('an attribute with an empty text', () => {
  it('is taken away, with its verification', async () => {
    const pool = await makePool();
    const { username, sub } = await makeUser(pool);

    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: username,
        UserAttributes: [{ Name: 'email', Value: '' }],
      }),
    );

    expect(await attributesOf(pool, username)).toEqual({ sub });
  });
});

describe('userAttributes of a challenge', () => {
  it('that are null are left out of the answer, as every member of a map is, and take nothing away', async () => {
    const pool = await makePool();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: pool.poolId,
        Username: 'ada',
        TemporaryPassword: password,
        MessageAction: 'SUPPRESS',
        UserAttributes: [
          { Name: 'email', Value: 'ada@example.com' },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );
    const { ChallengeName, Session } = await beginSignIn(pool, 'ada');
    const before = await attributesOf(pool, 'ada');

    const NEW_PASSWORD = 'Correct-horse-2';
    const ChallengeResponses = { USERNAME: 'ada', NEW_PASSWORD, 'userAttributes.email': null };
    const answer = { ClientId: pool.clientId, ChallengeName, Session, ChallengeResponses };
    await expect(callOwnUnsigned('RespondToAuthChallenge', answer)).resolves.toHaveProperty('AuthenticationResult');

    expect(await attributesOf(pool, 'ada')).toEqual(before);
  });
});
