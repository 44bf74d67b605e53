import { AdminCreateUserCommand, ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type Mail, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const makeSenderPool = () =>
  makePool({
    AutoVerifiedAttributes: ['email'],
    LambdaConfig: {
      CustomEmailSender: { LambdaVersion: 'V1_0', LambdaArn: functionArn('customEmailSender') },
      KMSKeyID: 'arn:aws:kms:us-east-1:000000000000:key/1',
    },
  });

const arrived = async (email: string): Promise<Mail | undefined> => {
  await vi.waitFor(async () => expect(await mailTo(email)).toHaveLength(1), { timeout: 180_000 });
  return (await mailTo(email))[0];
};

describe('customEmailSender', () => {
  it('decrypts the code of a sign-up and sends it', async () => {
    const { clientId } = await makeSenderPool();
    const email = anEmail();
    const ada = { ClientId: clientId, Username: 'ada' };
    const UserAttributes = [{ Name: 'email', Value: email }];
    await publicClient().send(new SignUpCommand({ ...ada, Password: password, UserAttributes }));

    const mail = await arrived(email);
    expect(mail?.subject).toBe('Confirm your account – Gatehouse');
    const [, ConfirmationCode] = /<strong>(\d{6})<\/strong>/.exec(mail?.body ?? '') ?? [];
    await expect(publicClient().send(new ConfirmSignUpCommand({ ...ada, ConfirmationCode }))).resolves.toBeDefined();
  });

  it('invites with the temporary password as HTML', async () => {
    const { poolId } = await makeSenderPool();
    const email = anEmail();
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        TemporaryPassword: 'Less<than>1',
        DesiredDeliveryMediums: ['EMAIL'],
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );

    expect(await arrived(email)).toMatchObject({
      subject: 'Your invitation – Gatehouse',
      body: expect.stringMatching(/ as ada .*<strong>Less&lt;than&gt;1<\/strong>/),
    });
  });

  it('sends nothing that has no code', async () => {
    const email = anEmail();
    const event = sampleEvent('custom-email-sender');
    const request = { ...event.request, code: null, userAttributes: { email } };
    expect(await invoke('customEmailSender', { ...event, request })).toMatchObject({ outcome: 'answered' });
    expect(await mailTo(email)).toEqual([]);
  });

  it('sends nothing that is not encrypted for it', async () => {
    const event = sampleEvent('custom-email-sender');
    const request = { ...event.request, code: Buffer.from('123456').toString('base64') };
    expect(await invoke('customEmailSender', { ...event, request })).toMatchObject({ outcome: 'failed' });
  });
});
