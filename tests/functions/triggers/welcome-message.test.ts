import { ConfirmSignUpCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { anEmail, makePool, password } from '#tests/support/pools.ts';
import { functionArn, invoke, sampleEvent } from './invoking.ts';

const eventFor = (email: string, userAttributes = {}) => {
  const event = sampleEvent('welcome-message');
  return { ...event, request: { userAttributes: { email, ...userAttributes } } };
};

describe('welcomeMessage', () => {
  it('welcomes by name, and trusts no name', async () => {
    const email = anEmail();
    const event = eventFor(email, { given_name: '<b>Ada</b>' });

    expect(await invoke('welcomeMessage', event)).toEqual({ outcome: 'answered', payload: event });

    const [mail] = await mailTo(email);
    expect(mail).toMatchObject({
      subject: 'Welcome to Gatehouse',
      body: expect.stringContaining('Hello &lt;b&gt;Ada&lt;/b&gt;,'),
    });
  });

  it('welcomes nobody for a new password', async () => {
    const email = anEmail();
    await invoke('welcomeMessage', { ...eventFor(email), triggerSource: 'PostConfirmation_ConfirmForgotPassword' });
    expect(await mailTo(email)).toEqual([]);
  });

  it('follows the code of a sign-up', async () => {
    const { clientId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { PostConfirmation: functionArn('welcomeMessage') },
    });
    const email = anEmail();
    const client = publicClient();
    await client.send(
      new SignUpCommand({
        ClientId: clientId,
        Username: 'ada',
        Password: password,
        UserAttributes: [{ Name: 'email', Value: email }],
      }),
    );
    await client.send(
      new ConfirmSignUpCommand({ ClientId: clientId, Username: 'ada', ConfirmationCode: await codeFor(email) }),
    );
    expect((await mailTo(email)).map(({ subject }) => subject)).toEqual([
      'Your verification code',
      'Welcome to Gatehouse',
    ]);
  });
});
