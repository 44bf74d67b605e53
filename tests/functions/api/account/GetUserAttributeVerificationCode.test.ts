import { GetUserAttributeVerificationCodeCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { nextHour } from '#tests/support/hours.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makePool, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const ask = (AccessToken: string, AttributeName: string, ahead = 0) =>
  publicClient({ ahead }).send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName }));

describe('GetUserAttributeVerificationCode', () => {
  it('sends a code to the email or phone number, and says where', async () => {
    const pool = await makePool();
    const number = aPhoneNumber();
    const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: number }] });
    const { AccessToken } = await signIn(pool, user);

    expect((await ask(AccessToken, 'email')).CodeDeliveryDetails).toEqual({
      AttributeName: 'email',
      DeliveryMedium: 'EMAIL',
      Destination: `${user.email.slice(0, 1)}***@e***`,
    });
    expect((await ask(AccessToken, 'phone_number')).CodeDeliveryDetails).toEqual({
      AttributeName: 'phone_number',
      DeliveryMedium: 'SMS',
      Destination: `+*******${number.slice(-4)}`,
    });
    expect(await codeFor(user.email)).toMatch(/^\d{6}$/);
    expect(await codeFor(number)).toMatch(/^\d{6}$/);
  });

  it('refuses attributes that no code can verify, and those that the user does not have', async () => {
    const pool = await makePool();
    const { AccessToken } = await signIn(pool, await makeUser(pool));

    for (const name of ['nickname', 'phone_number']) {
      await expect(ask(AccessToken, name)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    }
  });

  it('sends only so many', async () => {
    const pool = await makePool();
    const ahead = nextHour() - Date.now();
    const { AccessToken } = await signIn(pool, await makeUser(pool), { ahead });

    const asked = await Promise.allSettled(Array.from({ length: 7 }, () => ask(AccessToken, 'email', ahead)));

    expect(asked.filter(({ status }) => status === 'fulfilled')).toHaveLength(5);
    await expect(ask(AccessToken, 'email', ahead)).rejects.toMatchObject({
      name: 'LimitExceededException',
      message: 'Attempt limit exceeded, please try after some time.',
    });
  });
});
