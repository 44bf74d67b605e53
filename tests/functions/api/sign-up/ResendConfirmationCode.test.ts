import { ResendConfirmationCodeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makeClient, makePool } from '#tests/support/pools.ts';
import { confirmSignUp, signUp } from '#tests/support/sign-up.ts';

const withEmail = { AutoVerifiedAttributes: ['email' as const] };

const resend = ({ clientId }: { clientId: string }, username: string, clock: { ahead?: number; at?: number } = {}) =>
  publicClient(clock).send(new ResendConfirmationCodeCommand({ ClientId: clientId, Username: username }));

describe('ResendConfirmationCode', () => {
  it('sends a new code that takes the place of the one before', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    const first = await codeFor(user.email);

    const { CodeDeliveryDetails } = await resend(pool, user.username);

    expect(CodeDeliveryDetails).toEqual(user.answer.CodeDeliveryDetails);
    const second = await codeFor(user.email);
    expect(await mailTo(user.email)).toHaveLength(2);
    // Once in a million times the two are equal.
    if (first !== second) {
      await expect(confirmSignUp(pool, user, { ConfirmationCode: first })).rejects.toMatchObject({
        name: 'CodeMismatchException',
      });
    }
    await expect(confirmSignUp(pool, user)).resolves.toBeDefined();
  });

  it('sends five an hour', async () => {
    const pool = await makePool(withEmail);
    const { username } = await signUp(pool);
    const at = nextHour();
    for (let count = 0; count < 5; count++) await resend(pool, username, { at });
    await expect(resend(pool, username, { at })).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
    await expect(resend(pool, username, { at: at + hour })).resolves.toBeDefined();
  });

  it('sends nothing to users who are confirmed', async () => {
    const pool = await makePool(withEmail);
    const user = await signUp(pool);
    await confirmSignUp(pool, user);
    await expect(resend(pool, user.username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'User is already confirmed.',
    });
  });

  it('sends nothing where the pool verifies nothing', async () => {
    const pool = await makePool();
    const { username } = await signUp(pool);
    await expect(resend(pool, username)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Cannot resend codes. Auto verification not turned on.',
    });
  });

  it('pretends to send a code to nobody, the same way each time, where clients hide who is there', async () => {
    const pool = await makePool({ UsernameAttributes: ['email'], ...withEmail });
    const hiding = await makeClient(pool.poolId, { PreventUserExistenceErrors: 'ENABLED' });
    const email = anEmail();

    await expect(resend(pool, email)).rejects.toMatchObject({
      name: 'UserNotFoundException',
      message: 'Username/client id combination not found.',
    });
    const { CodeDeliveryDetails } = await resend(hiding, email);

    expect(CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${email[0]}***@e***`,
    });
    expect(await mailTo(email)).toEqual([]);
    // From now on a guess is wrong, as for a user.
    const guess = confirmSignUp(hiding, { username: email, email }, { ConfirmationCode: '123456' });
    await expect(guess).rejects.toMatchObject({ name: 'CodeMismatchException' });
  });
});
