import { AdminCreateUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type Mail, mailTo } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makePool, password } from '#tests/support/pools.ts';
import { functionArn } from './invoking.ts';

const makeSenderPool = () =>
  makePool({
    AutoVerifiedAttributes: ['phone_number'],
    LambdaConfig: {
      CustomSMSSender: { LambdaVersion: 'V1_0', LambdaArn: functionArn('customSmsSender') },
      KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/1',
    },
  });

const arrived = async (phone: string): Promise<Mail | undefined> => {
  await vi.waitFor(async () => expect(await mailTo(phone)).toHaveLength(1), { timeout: 180_000 });
  return (await mailTo(phone))[0];
};

describe('customSmsSender', () => {
  it('decrypts the code of a sign-up and sends it', async () => {
    const { clientId } = await makeSenderPool();
    const phone = aPhoneNumber();
    await publicClient().send(
      new SignUpCommand({
        ClientId: clientId,
        Username: 'ada',
        Password: password,
        UserAttributes: [{ Name: 'phone_number', Value: phone }],
      }),
    );
    expect(await arrived(phone)).toMatchObject({
      channel: 'SMS',
      body: expect.stringMatching(/^Gatehouse: your code is \d{6}$/),
    });
  });

  it('invites with the temporary password as it was before it became HTML', async () => {
    const { poolId } = await makeSenderPool();
    const phone = aPhoneNumber();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        TemporaryPassword: 'Less<than>1&more',
        DesiredDeliveryMediums: ['SMS'],
        UserAttributes: [{ Name: 'phone_number', Value: phone }],
      }),
    );
    expect((await arrived(phone))?.body).toBe('Gatehouse: sign in as ada with the temporary password Less<than>1&more');
  });
});
