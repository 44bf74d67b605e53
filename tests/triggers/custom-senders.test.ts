import {
  AdminCreateUserCommand,
  ConfirmForgotPasswordCommand,
  ConfirmSignUpCommand,
  CreateUserPoolCommand,
  ForgotPasswordCommand,
  GetUserAttributeVerificationCodeCommand,
  InitiateAuthCommand,
  ResendConfirmationCodeCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it, vi } from 'vitest';
import { createCodeDecryption } from '#shared/gateways/sender-codes.ts';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { anEmail, aPhoneNumber, makePool, makeUser, password } from '#tests/support/pools.ts';
import { eventsOf, scriptedFunction, type TriggerEvent } from '#tests/support/scripted-functions.ts';
import { stack } from '#tests/support/stack.ts';

const KMSKeyID = 'arn:aws:kms:us-east-1:000000000000:key/5a1b4c1e-0000-4000-8000-000000000001';
const senderAt = (LambdaArn: string) => ({ LambdaVersion: 'V1_0', LambdaArn }) as const;
const scripted = senderAt(scriptedFunction({}));

const makeSenderPool = () =>
  makePool({
    AutoVerifiedAttributes: ['email', 'phone_number'],
    LambdaConfig: {
      CustomEmailSender: scripted,
      CustomSMSSender: scripted,
      CustomMessage: scriptedFunction({}),
      KMSKeyID,
    },
  });

/** The events of a pool once there are so many. Nobody waits for the functions behind them. */
const senderEvents = async (poolId: string, count: number): Promise<TriggerEvent[]> => {
  await vi.waitFor(async () => expect(await eventsOf(poolId)).toHaveLength(count), { timeout: 180_000 });
  return eventsOf(poolId);
};

const codeIn = async ({ request, userPoolId }: TriggerEvent): Promise<string> => {
  const codes = createCodeDecryption({
    keyFile: stack().env.SENDER_KEY_FILE,
    accountId: '000000000000',
    partition: 'aws',
  });
  return codes.decrypt(String(request.code), { userPoolId });
};

const newest = async (poolId: string, count: number) => {
  const event = (await senderEvents(poolId, count)).at(-1);
  if (!event) throw new Error('No sender was called.');
  return { event, code: await codeIn(event) };
};

const signUp = (ClientId: string, attributes: Readonly<Record<string, string>>, metadata?: Record<string, string>) =>
  publicClient().send(
    new SignUpCommand({
      ClientId,
      Username: 'ada',
      Password: password,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
      ClientMetadata: metadata,
    }),
  );

const accessTokenOf = async (ClientId: string, USERNAME: string): Promise<string | undefined> => {
  const { AuthenticationResult } = await publicClient().send(
    new InitiateAuthCommand({
      ClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME, PASSWORD: password },
    }),
  );
  return AuthenticationResult?.AccessToken;
};

const begin = (ClientId: string, USERNAME: string, PREFERRED_CHALLENGE: string) =>
  publicClient().send(
    new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_AUTH', AuthParameters: { USERNAME, PREFERRED_CHALLENGE } }),
  );

describe('a pool with custom senders', () => {
  it('leaves the code of a sign-up to the e-mail sender, in place of its own message', async () => {
    const { poolId, clientId } = await makeSenderPool();
    const email = anEmail();

    const { CodeDeliveryDetails } = await signUp(clientId, { email }, { from: 'app' });

    expect(CodeDeliveryDetails).toMatchObject({ AttributeName: 'email', DeliveryMedium: 'EMAIL' });
    const { event, code } = await newest(poolId, 1);
    expect(event).toEqual({
      version: '1',
      triggerSource: 'CustomEmailSender_SignUp',
      region: 'us-east-1',
      userPoolId: poolId,
      userName: 'ada',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId },
      request: {
        type: 'customEmailSenderRequestV1',
        code: expect.any(String),
        clientMetadata: { from: 'app' },
        userAttributes: {
          sub: expect.any(String),
          'cognito:user_status': 'UNCONFIRMED',
          email,
          email_verified: 'false',
        },
      },
    });
    expect(await mailTo(email)).toEqual([]);

    const confirmation = { ClientId: clientId, Username: 'ada', ConfirmationCode: code };
    await expect(publicClient().send(new ConfirmSignUpCommand(confirmation))).resolves.toBeDefined();
  });

  it('leaves what goes to a phone to the SMS sender', async () => {
    const { poolId, clientId } = await makeSenderPool();
    const phone_number = aPhoneNumber();
    await signUp(clientId, { phone_number });

    const { event, code } = await newest(poolId, 1);
    expect(event).toMatchObject({
      triggerSource: 'CustomSMSSender_SignUp',
      request: { type: 'customSMSSenderRequestV1', clientMetadata: null, userAttributes: { phone_number } },
    });
    expect(code).toMatch(/^\d{6}$/);
    expect(await mailTo(phone_number)).toEqual([]);
  });

  it('sends for itself where only the other medium has a sender', async () => {
    const { poolId, clientId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { CustomSMSSender: scripted, KMSKeyID },
    });
    const email = anEmail();
    await signUp(clientId, { email });

    expect(await mailTo(email)).toHaveLength(1);
    expect(await eventsOf(poolId)).toEqual([]);
  });

  it('names the source of each code, and a new address is where it goes', async () => {
    const { poolId, clientId: ClientId } = await makeSenderPool();
    const client = publicClient();
    const email = anEmail();
    const ada = { ClientId, Username: 'ada' };

    await signUp(ClientId, { email });
    await senderEvents(poolId, 1);
    await client.send(new ResendConfirmationCodeCommand(ada));
    const resent = await newest(poolId, 2);
    await client.send(new ConfirmSignUpCommand({ ...ada, ConfirmationCode: resent.code }));

    await client.send(new ForgotPasswordCommand(ada));
    const forgot = await newest(poolId, 3);
    await client.send(new ConfirmForgotPasswordCommand({ ...ada, ConfirmationCode: forgot.code, Password: password }));

    const AccessToken = await accessTokenOf(ClientId, 'ada');
    const address = anEmail();
    const UserAttributes = [{ Name: 'email', Value: address }];
    await client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
    const updated = await newest(poolId, 4);
    await client.send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }));
    const verifying = await newest(poolId, 5);

    expect([resent, forgot, updated, verifying].map(({ event }) => event.triggerSource)).toEqual([
      'CustomEmailSender_ResendCode',
      'CustomEmailSender_ForgotPassword',
      'CustomEmailSender_UpdateUserAttribute',
      'CustomEmailSender_VerifyUserAttribute',
    ]);
    expect(updated.event.request.userAttributes).toMatchObject({ email: address });
  });

  it('leaves the code that signs a user in to the sender, by every medium', async () => {
    const { poolId, clientId } = await makePool(
      {
        AutoVerifiedAttributes: ['email', 'phone_number'],
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP', 'SMS_OTP'] } },
        SmsConfiguration: { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' },
        LambdaConfig: { CustomEmailSender: scripted, CustomSMSSender: scripted, KMSKeyID },
      },
      { ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'] },
    );
    const attributes = [
      { Name: 'phone_number', Value: aPhoneNumber() },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const { username } = await makeUser({ poolId }, { attributes });
    const [byEmail, byPhone] = [
      await begin(clientId, username, 'EMAIL_OTP'),
      await begin(clientId, username, 'SMS_OTP'),
    ];
    const events = await senderEvents(poolId, 2);
    const find = (source: string) => events.filter(({ triggerSource }) => triggerSource === source);
    const [email, sms] = [find('CustomEmailSender_Authentication'), find('CustomSMSSender_Authentication')];

    for (const [{ ChallengeName, Session }, [event]] of [
      [byEmail, email],
      [byPhone, sms],
    ] as const) {
      if (!event) throw new Error(`No sender was called for ${ChallengeName}.`);
      const { AuthenticationResult } = await publicClient().send(
        new RespondToAuthChallengeCommand({
          ClientId: clientId,
          ChallengeName,
          Session,
          ChallengeResponses: { USERNAME: username, [`${ChallengeName}_CODE`]: await codeIn(event) },
        }),
      );
      expect(AuthenticationResult?.AccessToken).toBeDefined();
    }
  });

  it('tells the sender an address that does not count yet', async () => {
    const { poolId, clientId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      UserAttributeUpdateSettings: { AttributesRequireVerificationBeforeUpdate: ['email'] },
      LambdaConfig: { CustomEmailSender: scripted, KMSKeyID },
    });
    const { username } = await makeUser({ poolId });
    const AccessToken = await accessTokenOf(clientId, username);
    const UserAttributes = [{ Name: 'email', Value: anEmail() }];
    await publicClient().send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));

    const { event } = await newest(poolId, 1);
    expect(event.request.userAttributes).toMatchObject({ email: UserAttributes[0]?.Value });
  });

  it('tells temporary passwords as HTML, by every medium that was asked for', async () => {
    const { poolId } = await makeSenderPool();
    const [email, phone] = [anEmail(), aPhoneNumber()];
    await adminClient().send(
      new AdminCreateUserCommand({
        UserPoolId: poolId,
        Username: 'ada',
        TemporaryPassword: 'Less<than>1&more',
        DesiredDeliveryMediums: ['EMAIL', 'SMS'],
        UserAttributes: [
          { Name: 'email', Value: email },
          { Name: 'phone_number', Value: phone },
        ],
        ClientMetadata: { from: 'admin' },
      }),
    );

    const events = await senderEvents(poolId, 2);
    expect(events.map(({ triggerSource }) => triggerSource).sort()).toEqual([
      'CustomEmailSender_AdminCreateUser',
      'CustomSMSSender_AdminCreateUser',
    ]);
    for (const event of events) {
      expect(event.callerContext.clientId).toBe('CLIENT_ID_NOT_APPLICABLE');
      expect(event.request.clientMetadata).toEqual({ from: 'admin' });
      expect(await codeIn(event)).toBe('Less&lt;than&gt;1&amp;more');
    }
  });

  it('makes nobody wait for a sender that is not there', async () => {
    const missing = senderAt('arn:aws:lambda:us-east-1:000000000000:function:no-such-function');
    const { clientId } = await makePool({
      AutoVerifiedAttributes: ['email'],
      LambdaConfig: { CustomEmailSender: missing, KMSKeyID },
    });
    await expect(signUp(clientId, { email: anEmail() })).resolves.toMatchObject({
      UserConfirmed: false,
      CodeDeliveryDetails: { DeliveryMedium: 'EMAIL' },
    });
  });

  it.each(['CustomEmailSender', 'CustomSMSSender'])('is not made with a %s and no key', async (sender) => {
    const LambdaConfig = { [sender]: scripted };
    await expect(
      adminClient().send(new CreateUserPoolCommand({ PoolName: 'test', LambdaConfig })),
    ).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'LambdaConfig.KMSKeyID is required where LambdaConfig names a custom sender.',
    });
  });
});
