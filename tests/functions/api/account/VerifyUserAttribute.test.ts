import {
  AdminGetUserCommand,
  AdminUpdateUserAttributesCommand,
  GetUserAttributeVerificationCodeCommand,
  GetUserCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { anEmail, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const dayMs = 86_400_000;

const verify = (AccessToken: string, Code: string, AttributeName = 'email', { ahead = 0 } = {}) =>
  publicClient({ ahead }).send(new VerifyUserAttributeCommand({ AccessToken, AttributeName, Code }));

const setEmail = (AccessToken: string, email: string) =>
  publicClient().send(
    new UpdateUserAttributesCommand({ AccessToken, UserAttributes: [{ Name: 'email', Value: email }] }),
  );

const verdict = async (AccessToken: string) => {
  const { UserAttributes } = await publicClient().send(new GetUserCommand({ AccessToken }));
  return UserAttributes?.find(({ Name }) => Name === 'email_verified')?.Value;
};

const otherThan = (code: string): string => (code === '000000' ? '000001' : '000000');

const mismatch = {
  name: 'CodeMismatchException',
  message: 'Invalid verification code provided, please try again.',
};

const expired = { name: 'ExpiredCodeException', message: 'Invalid code provided, please request a code again.' };

/** A signed-in user whose new email waits to be verified. */
const unproved = async () => {
  const pool = await makePool({ AutoVerifiedAttributes: ['email'] });
  const user = await makeUser(pool);
  const { AccessToken } = await signIn(pool, user);
  const email = anEmail();
  await setEmail(AccessToken, email);
  return { pool, user, AccessToken, email, code: await codeFor(email) };
};

describe('VerifyUserAttribute', () => {
  it('proves the email that the code went to', async () => {
    const { AccessToken, code } = await unproved();

    await verify(AccessToken, code);

    expect(await verdict(AccessToken)).toBe('true');
  });

  it('refuses a wrong code, and a right one the second time', async () => {
    const { AccessToken, code } = await unproved();

    await expect(verify(AccessToken, otherThan(code))).rejects.toMatchObject(mismatch);
    expect(await verdict(AccessToken)).toBe('false');
    await verify(AccessToken, code);
    await expect(verify(AccessToken, code)).rejects.toMatchObject(expired);
  });

  it('spends a code once when it comes twice at once', async () => {
    const { AccessToken, code } = await unproved();

    const made = await Promise.allSettled([verify(AccessToken, code), verify(AccessToken, code)]);

    expect(made.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it('proves no other email than the one that the code went to', async () => {
    const { AccessToken, pool, user, code } = await unproved();
    await adminClient().send(
      new AdminUpdateUserAttributesCommand({
        UserPoolId: pool.poolId,
        Username: user.username,
        UserAttributes: [
          { Name: 'email', Value: anEmail() },
          { Name: 'email_verified', Value: 'true' },
        ],
      }),
    );

    await expect(verify(AccessToken, code)).rejects.toMatchObject(expired);
  });

  it('forgets a code after a day', async () => {
    const { pool, user, email, code } = await unproved();
    const ahead = dayMs + 60_000;
    const { AccessToken } = await signIn(pool, user, { ahead });

    await expect(verify(AccessToken, code, 'email', { ahead })).rejects.toMatchObject(expired);
    await publicClient({ ahead }).send(
      new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }),
    );
    await expect(verify(AccessToken, await codeFor(email), 'email', { ahead })).resolves.toBeDefined();
  });

  it('takes the alias from whoever had it, without a word', async () => {
    const pool = await makePool({ AliasAttributes: ['email'], AutoVerifiedAttributes: ['email'] });
    const owner = await makeUser(pool);
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await setEmail(AccessToken, owner.email);

    await verify(AccessToken, await codeFor(owner.email));

    const get = (Username: string) =>
      adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }));
    expect((await get(owner.email)).Username).toBe(user.username);
    expect((await get(owner.username)).UserAttributes).toContainEqual({ Name: 'email_verified', Value: 'false' });
  });

  it('takes no email that somebody else signs up with', async () => {
    const pool = await makePool({
      UsernameAttributes: ['email'],
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
    });
    const [first, second] = [anEmail(), anEmail()];
    await makeUser(pool, { username: first, email: first });
    const { AccessToken } = await signIn(pool, await makeUser(pool, { username: second, email: second }));
    await setEmail(AccessToken, first);

    await expect(verify(AccessToken, await codeFor(first))).rejects.toMatchObject({
      name: 'AliasExistsException',
      message: 'An account with the given email already exists.',
    });
  });

  it('refuses other attributes, and takes only so many guesses', async () => {
    const { AccessToken, code } = await unproved();
    await expect(verify(AccessToken, code, 'nickname')).rejects.toMatchObject({ name: 'InvalidParameterException' });

    const guesses = await Promise.allSettled(Array.from({ length: 30 }, () => verify(AccessToken, otherThan(code))));

    const names = guesses.map((guess) => (guess.status === 'rejected' ? guess.reason.name : 'none'));
    expect(names.filter((name) => name === 'CodeMismatchException')).toHaveLength(15);
    expect(names.filter((name) => name === 'LimitExceededException')).toHaveLength(15);
    await expect(verify(AccessToken, code)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });
});
