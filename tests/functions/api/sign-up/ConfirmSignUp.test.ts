import { AdminUpdateUserAttributesCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { confirmSignUp, otherThan, signUp, userOf } from '#tests/support/sign-up.ts';
import { functionArn } from '../../triggers/invoking.ts';

const hour = 3_600_000;
const withEmail = { AutoVerifiedAttributes: ['email' as const] };
const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};
const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' };

describe('ConfirmSignUp', () => {
  it('confirms the user and verifies the address that the code went to', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);

    expect(await confirmSignUp(pool, user)).not.toHaveProperty('Session');

    const { status, attributes } = await userOf(pool, user.username);
    expect({ status, verified: attributes.email_verified }).toEqual({ status: 'CONFIRMED', verified: 'true' });
  });

  it('refuses another code', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const ConfirmationCode = otherThan(await codeFor(user.email));
    await expect(confirmSignUp(pool, user, { ConfirmationCode })).rejects.toMatchObject(mismatch);
    expect((await userOf(pool, user.username)).status).toBe('UNCONFIRMED');
  });

  it('takes a code for a day', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    await expect(confirmSignUp(pool, user, {}, { ahead: 24 * hour + 1000 })).rejects.toMatchObject(expired);
    await expect(confirmSignUp(pool, user, {}, { ahead: 24 * hour - 60_000 })).resolves.toBeDefined();
  });

  it('confirms once', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    await confirmSignUp(pool, user);
    await expect(confirmSignUp(pool, user)).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'User cannot be confirmed. Current status is CONFIRMED',
    });
  });

  it('is tried fifteen times an hour, right codes included', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const ConfirmationCode = otherThan(await codeFor(user.email));
    for (let count = 0; count < 15; count++) {
      await expect(confirmSignUp(pool, user, { ConfirmationCode })).rejects.toMatchObject(mismatch);
    }
    await expect(confirmSignUp(pool, user)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    await expect(confirmSignUp(pool, user, {}, { ahead: hour + 1000 })).resolves.toBeDefined();
  });

  it('does not verify an address that changed after the code went out', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({ UserPoolId: pool.poolId, Username: user.username, UserAttributes }),
    );
    await confirmSignUp(pool, user);
    const { status, attributes } = await userOf(pool, user.username);
    expect({ status, verified: attributes.email_verified }).toEqual({ status: 'CONFIRMED', verified: 'false' });
  });

  it('keeps an alias with its owner unless told to move it', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], ...withEmail });
    const owner = await makeUser(pool);
    const user = await signUp(pool, { email: owner.email });
    await expect(confirmSignUp(pool, user)).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the email already exists.',
    });

    await confirmSignUp(pool, user, { ForceAliasCreation: true });

    expect((await userOf(pool, owner.email)).username).toBe(user.username);
    expect((await userOf(pool, owner.username)).attributes.email_verified).toBe('false');
  });

  it('does not say who is not there, to clients that hide it', async () => {
    const pool = await makePool(withEmail);
    const hiding = await makeClient(pool.poolId, { PreventUserExistenceErrors: 'ENABLED' });
    const nobody = { username: 'nobody', email: anEmail() };
    const given = { ConfirmationCode: '123456' };
    await expect(confirmSignUp(pool, nobody, given)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
    await expect(confirmSignUp(hiding, nobody, given)).rejects.toMatchObject(mismatch);
  });

  it('calls the PostConfirmation trigger', async () => {
    const pool = await makePool({ LambdaConfig: { PostConfirmation: functionArn('welcomeMessage') }, ...withEmail });
    const user = await signUp(pool);
    await confirmSignUp(pool, user);
    expect((await mailTo(user.email)).at(-1)?.subject).toMatch(/^Welcome to /);
  });
});
