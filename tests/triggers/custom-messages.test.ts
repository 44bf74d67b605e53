import {
  AdminCreateUserCommand,
  ForgotPasswordCommand,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { SmsConfiguration } from '#tests/support/mfa.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signUp } from '#tests/support/sign-up.ts';

const long = `${'A long text for an e-mail. '.repeat(10)}{####} {username}`;
const short = 'Short: {####} {username}';

/** A pool that sends its codes to that attribute, with the texts of a function. */
const poolWith = (attribute: 'email' | 'phone_number', texts: Readonly<Record<string, unknown>>) =>
  makePool({
    AutoVerifiedAttributes: [attribute],
    AccountRecoverySetting: {
      RecoveryMechanisms: [{ Name: attribute === 'email' ? 'verified_email' : 'verified_phone_number', Priority: 1 }],
    },
    SmsConfiguration,
    LambdaConfig: { CustomMessage: scriptedFunction(texts) },
  });

type Attribute = 'email' | 'phone_number';

const newValueOf = (attribute: Attribute): string => (attribute === 'email' ? anEmail() : aPhoneNumber());

/** Ways to have a message sent to a new value of an attribute, which they give. */
const ways: Readonly<Record<string, (pool: TestPool, attribute: Attribute) => Promise<string>>> = {
  SignUp: async (pool, attribute) => {
    const Value = newValueOf(attribute);
    await signUp(pool, { UserAttributes: [{ Name: attribute, Value }] });
    return Value;
  },
  AdminCreateUser: async ({ poolId }, attribute) => {
    const Value = newValueOf(attribute);
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        DesiredDeliveryMediums: [attribute === 'email' ? 'EMAIL' : 'SMS'],
        UserAttributes: [{ Name: attribute, Value }],
      }),
    );
    return Value;
  },
  ForgotPassword: async (pool, attribute) => {
    const phone = aPhoneNumber();
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const { username: Username, email } = await makeUser(pool, { attributes });
    await publicClient().send(new ForgotPasswordCommand({ ClientId: pool.clientId, Username }));
    return attribute === 'email' ? email : phone;
  },
};

const unrecognizable = { name: 'InvalidLambdaResponseException', message: 'Unrecognizable lambda output' };

describe.each(Object.entries(ways))('The CustomMessage of %s', (_operation, send) => {
  it('may write one long text for both media, as Amplify does, where an e-mail is sent', async () => {
    const pool = await poolWith('email', { smsMessage: long, emailMessage: long, emailSubject: 'Confirm' });
    const mail = (await mailTo(await send(pool, 'email'))).at(-1);
    expect(mail).toMatchObject({ channel: 'EMAIL', subject: 'Confirm' });
    expect(mail?.body).toContain('A long text for an e-mail.');
  });

  it('may write anything for an e-mail where an SMS is sent', async () => {
    const pool = await poolWith('phone_number', {
      smsMessage: short,
      emailMessage: { no: 'text' },
      emailSubject: 'x'.repeat(141),
    });
    const sms = (await mailTo(await send(pool, 'phone_number'))).at(-1);
    expect(sms).toMatchObject({ channel: 'SMS' });
    expect(sms?.body).toMatch(/^Short: /);
  });

  it.each([
    ['email', { smsMessage: short, emailMessage: 'no code' }],
    ['email', { smsMessage: short, emailMessage: short, emailSubject: 'x'.repeat(141) }],
    ['phone_number', { smsMessage: long, emailMessage: long }],
  ] as const)('is held to what is sent to %s', async (attribute, texts) => {
    await expect(send(await poolWith(attribute, texts), attribute)).rejects.toMatchObject(unrecognizable);
  });
});

it('a second factor by SMS is sent whatever is written for an e-mail', async () => {
  const { poolId, clientId } = await makePool({
    MfaConfiguration: 'ON',
    SmsConfiguration,
    LambdaConfig: { CustomMessage: scriptedFunction({ smsMessage: short, emailMessage: 'no code' }) },
  });
  const phone = aPhoneNumber();
  const attributes = [{ Name: 'phone_number', Value: phone }];
  const { username: USERNAME } = await makeUser({ poolId }, { attributes });
  const AuthParameters = { USERNAME, PASSWORD: password };
  const begun = await publicClient().send(
    new InitiateAuthCommand({ ClientId: clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
  );
  expect(begun.ChallengeName).toBe('SMS_MFA');
  expect((await mailTo(phone)).at(-1)?.body).toMatch(/^Short: /);
});
