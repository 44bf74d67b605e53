import { randomUUID } from 'node:crypto';
import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  SetUserPoolMfaConfigCommand,
  type UserPoolMfaType,
} from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
  type UserData,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchMFAPreference,
  setUpTOTP,
  signIn,
  signOut,
  updateMFAPreference,
  verifyTOTPSetup,
} from 'aws-amplify/auth';
import { afterEach, describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import {
  anEmail,
  aPhoneNumber,
  makePool,
  makeUser,
  password,
  type TestPool,
  type TestUser,
} from '#tests/support/pools.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { stack } from '#tests/support/stack.ts';
import { codeOf, stepMs, wrongCodeOf } from '#tests/support/totp.ts';

type Factor = 'SMS' | 'EMAIL' | 'TOTP';

/** A pool that accepts these second factors. */
const makeMfaPool = async (MfaConfiguration: UserPoolMfaType, factors: readonly Factor[]): Promise<TestPool> => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::000000000000:role/sms' };
  const pool = await makePool({
    AutoVerifiedAttributes: ['email'],
    AccountRecoverySetting: { RecoveryMechanisms: [{ Name: 'verified_email', Priority: 1 }] },
  });
  await adminClient().send(
    new SetUserPoolMfaConfigCommand({
      UserPoolId: pool.poolId,
      MfaConfiguration,
      ...(factors.includes('SMS') && { SmsMfaConfiguration: { SmsConfiguration } }),
      ...(factors.includes('EMAIL') && { EmailMfaConfiguration: {} }),
      ...(factors.includes('TOTP') && { SoftwareTokenMfaConfiguration: { Enabled: true } }),
    }),
  );
  return pool;
};

const makePhoneUser = async (pool: TestPool): Promise<TestUser & { readonly phone: string }> => {
  const phone = aPhoneNumber();
  const attributes = [
    { Name: 'phone_number', Value: phone },
    { Name: 'phone_number_verified', Value: 'true' },
  ];
  return { ...(await makeUser(pool, { attributes })), phone };
};

/** A user who can only be asked for what is set up while signing in. */
const makeBareUser = async ({ poolId: UserPoolId }: TestPool): Promise<string> => {
  const Username = `user-${randomUUID()}`;
  const admin = adminClient();
  await admin.send(new AdminCreateUserCommand({ UserPoolId, Username, MessageAction: 'SUPPRESS' }));
  await admin.send(new AdminSetUserPasswordCommand({ UserPoolId, Username, Password: password, Permanent: true }));
  return Username;
};

// A code works one step early and one step late, and no step twice: the present code and the next one need no waiting, and
// count for half a minute at least, whenever the next step begins.
const codesOf = (secret: string) => {
  const at = Date.now();
  return [codeOf(secret, at), codeOf(secret, at + stepMs)] as const;
};

describe('amazon-cognito-identity-js', () => {
  type Outcome =
    | { readonly session: CognitoUserSession }
    | { readonly asked: string; readonly parameters: Readonly<Record<string, string>> };

  type Callbacks = Parameters<CognitoUser['authenticateUser']>[1];

  const userIn = ({ poolId, clientId }: TestPool, { username }: TestUser): CognitoUser => {
    const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: stack().endpoint });
    return new CognitoUser({ Username: username, Pool });
  };

  const outcomeOf = (call: (callbacks: Callbacks) => void): Promise<Outcome> =>
    new Promise((resolve, onFailure) => {
      const ask = (asked: string, parameters: Readonly<Record<string, string>>) => resolve({ asked, parameters });
      call({
        onSuccess: (session) => resolve({ session }),
        onFailure,
        mfaRequired: ask,
        totpRequired: ask,
        mfaSetup: ask,
        selectMFAType: ask,
      });
    });

  const authenticate = (user: CognitoUser): Promise<Outcome> => {
    const details = new AuthenticationDetails({ Username: user.getUsername(), Password: password });
    return outcomeOf((callbacks) => user.authenticateUser(details, callbacks));
  };

  const answer = (user: CognitoUser, code: string, type?: string): Promise<Outcome> =>
    outcomeOf((callbacks) => user.sendMFACode(code, callbacks, type));

  const associate = (user: CognitoUser): Promise<string> =>
    new Promise((associateSecretCode, onFailure) => user.associateSoftwareToken({ associateSecretCode, onFailure }));

  const verify = (user: CognitoUser, code: string): Promise<CognitoUserSession> =>
    new Promise((onSuccess, onFailure) => user.verifySoftwareToken(code, 'Phone', { onSuccess, onFailure }));

  const preferring = { Enabled: true, PreferredMfa: true };
  const enabling = { Enabled: true, PreferredMfa: false };

  const prefer = (user: CognitoUser, sms: typeof preferring | null, totp: typeof preferring | null): Promise<unknown> =>
    new Promise((resolve, reject) =>
      user.setUserMfaPreference(sms, totp, (error, done) => (error ? reject(error) : resolve(done))),
    );

  const dataOf = (user: CognitoUser): Promise<UserData | undefined> =>
    new Promise((resolve, reject) =>
      user.getUserData((error, data) => (error ? reject(error) : resolve(data)), { bypassCache: true }),
    );

  it('sets up an authenticator app, and signs in with it', async () => {
    const pool = await makeMfaPool('OPTIONAL', ['TOTP']);
    const known = await makeUser(pool);
    const user = userIn(pool, known);
    expect(await authenticate(user)).toHaveProperty('session');

    const secret = await associate(user);
    const [first, second] = codesOf(secret);
    await expect(verify(user, wrongCodeOf(secret))).rejects.toMatchObject({ name: 'EnableSoftwareTokenMFAException' });
    await verify(user, first);
    await prefer(user, null, preferring);
    expect(await dataOf(user)).toMatchObject({
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA'],
    });

    const again = userIn(pool, known);
    expect(await authenticate(again)).toMatchObject({ asked: 'SOFTWARE_TOKEN_MFA' });
    await expect(answer(again, wrongCodeOf(secret), 'SOFTWARE_TOKEN_MFA')).rejects.toMatchObject({
      name: 'CodeMismatchException',
    });
    expect(await answer(again, second, 'SOFTWARE_TOKEN_MFA')).toHaveProperty('session');
  });

  it('sets up an authenticator app while it signs in', async () => {
    const pool = await makeMfaPool('ON', ['TOTP']);
    const known = await makeUser(pool);
    const user = userIn(pool, known);
    expect(await authenticate(user)).toMatchObject({ asked: 'MFA_SETUP' });

    const secret = await associate(user);
    const [first, second] = codesOf(secret);
    const session = await verify(user, first);
    expect(session.isValid()).toBe(true);

    const again = userIn(pool, known);
    expect(await authenticate(again)).toMatchObject({ asked: 'SOFTWARE_TOKEN_MFA' });
    expect(await answer(again, second, 'SOFTWARE_TOKEN_MFA')).toHaveProperty('session');
  });

  it('signs in with a code sent to a phone', async () => {
    const pool = await makeMfaPool('ON', ['SMS']);
    const known = await makePhoneUser(pool);
    const user = userIn(pool, known);

    const outcome = await authenticate(user);
    expect(outcome).toMatchObject({ asked: 'SMS_MFA', parameters: { CODE_DELIVERY_DELIVERY_MEDIUM: 'SMS' } });
    const code = await codeFor(known.phone);
    await expect(answer(user, otherThan(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(user, code)).toHaveProperty('session');
  });

  it('lets the user choose between an authenticator app and a phone', async () => {
    const pool = await makeMfaPool('OPTIONAL', ['SMS', 'TOTP']);
    const known = await makePhoneUser(pool);
    const user = userIn(pool, known);
    await authenticate(user);
    const [first, second] = await associate(user).then(codesOf);
    await verify(user, first);
    await prefer(user, enabling, enabling);

    const outcome = await authenticate(userIn(pool, known));
    expect(outcome).toMatchObject({ asked: 'SELECT_MFA_TYPE' });
    const choices = 'parameters' in outcome ? JSON.parse(outcome.parameters.MFAS_CAN_CHOOSE ?? '') : [];
    expect([...choices].sort()).toEqual(['SMS_MFA', 'SOFTWARE_TOKEN_MFA']);

    const byPhone = userIn(pool, known);
    await authenticate(byPhone);
    const sms = await outcomeOf((callbacks) => byPhone.sendMFASelectionAnswer('SMS_MFA', callbacks));
    expect(sms).toMatchObject({ asked: 'SMS_MFA' });
    expect(await answer(byPhone, await codeFor(known.phone))).toHaveProperty('session');

    const byApp = userIn(pool, known);
    await authenticate(byApp);
    const app = await outcomeOf((callbacks) => byApp.sendMFASelectionAnswer('SOFTWARE_TOKEN_MFA', callbacks));
    expect(app).toMatchObject({ asked: 'SOFTWARE_TOKEN_MFA' });
    expect(await answer(byApp, second, 'SOFTWARE_TOKEN_MFA')).toHaveProperty('session');
  });
});

describe('aws-amplify', () => {
  afterEach(() => signOut());

  const configure = ({ poolId, clientId }: TestPool): void =>
    Amplify.configure({
      Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: stack().endpoint } },
    });

  const begin = async ({ username }: Pick<TestUser, 'username'>) => (await signIn({ username, password })).nextStep;

  const answer = (challengeResponse: string) => confirmSignIn({ challengeResponse });

  it('sets up an authenticator app, and signs in with it', async () => {
    const pool = await makeMfaPool('OPTIONAL', ['TOTP']);
    configure(pool);
    const user = await makeUser(pool);
    expect(await begin(user)).toMatchObject({ signInStep: 'DONE' });

    const details = await setUpTOTP();
    const [first, second] = codesOf(details.sharedSecret);
    expect(details.getSetupUri('Gatehouse').href).toContain(details.sharedSecret);
    await verifyTOTPSetup({ code: first });
    await updateMFAPreference({ totp: 'PREFERRED' });
    expect(await fetchMFAPreference()).toEqual({ enabled: ['TOTP'], preferred: 'TOTP' });
    await signOut();

    expect(await begin(user)).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    await expect(answer(wrongCodeOf(details.sharedSecret))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(second)).toMatchObject({ isSignedIn: true });
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.accessToken.payload.sub).toBe(user.sub);
  });

  it('sets up an authenticator app while it signs in', async () => {
    const pool = await makeMfaPool('ON', ['TOTP']);
    configure(pool);
    const user = await makeUser(pool);

    const step = await begin(user);
    if (step.signInStep !== 'CONTINUE_SIGN_IN_WITH_TOTP_SETUP') throw new Error(step.signInStep);
    const [first, second] = codesOf(step.totpSetupDetails.sharedSecret);
    expect(await answer(first)).toMatchObject({ isSignedIn: true });
    await signOut();

    expect(await begin(user)).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    expect(await answer(second)).toMatchObject({ isSignedIn: true });
  });

  it('chooses what to set up while it signs in, and sets up an email', async () => {
    const pool = await makeMfaPool('ON', ['TOTP', 'EMAIL']);
    configure(pool);
    const username = await makeBareUser(pool);
    const email = anEmail();

    expect(await begin({ username })).toMatchObject({
      signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SETUP_SELECTION',
      allowedMFATypes: expect.arrayContaining(['TOTP', 'EMAIL']),
    });
    expect((await answer('EMAIL')).nextStep).toMatchObject({ signInStep: 'CONTINUE_SIGN_IN_WITH_EMAIL_SETUP' });
    expect((await answer(email)).nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' });
    expect(await answer(await codeFor(email))).toMatchObject({ isSignedIn: true });
    const { tokens } = await fetchAuthSession({ forceRefresh: true });
    expect(tokens?.idToken?.payload).toMatchObject({ email, email_verified: true });
  });

  it('signs in with a code sent to a phone', async () => {
    const pool = await makeMfaPool('ON', ['SMS']);
    configure(pool);
    const user = await makePhoneUser(pool);

    expect(await begin(user)).toMatchObject({
      signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE',
      codeDeliveryDetails: { deliveryMedium: 'SMS' },
    });
    const code = await codeFor(user.phone);
    await expect(answer(otherThan(code))).rejects.toMatchObject({ name: 'CodeMismatchException' });
    expect(await answer(code)).toMatchObject({ isSignedIn: true });
  });

  it('lets the user choose between a phone, an email and an authenticator app', async () => {
    const pool = await makeMfaPool('OPTIONAL', ['SMS', 'EMAIL', 'TOTP']);
    configure(pool);
    const user = await makePhoneUser(pool);
    await begin(user);
    const [first, second] = codesOf((await setUpTOTP()).sharedSecret);
    await verifyTOTPSetup({ code: first });
    await updateMFAPreference({ sms: 'ENABLED', email: 'ENABLED', totp: 'ENABLED' });
    expect((await fetchMFAPreference()).enabled).toEqual(expect.arrayContaining(['SMS', 'EMAIL', 'TOTP']));
    await signOut();

    const selection = { signInStep: 'CONTINUE_SIGN_IN_WITH_MFA_SELECTION' };
    expect(await begin(user)).toMatchObject({
      ...selection,
      allowedMFATypes: expect.arrayContaining(['SMS', 'EMAIL', 'TOTP']),
    });
    expect((await answer('EMAIL')).nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' });
    expect(await answer(await codeFor(user.email))).toMatchObject({ isSignedIn: true });
    await signOut();

    expect(await begin(user)).toMatchObject(selection);
    expect((await answer('SMS')).nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_SMS_CODE' });
    expect(await answer(await codeFor(user.phone))).toMatchObject({ isSignedIn: true });
    await signOut();

    expect(await begin(user)).toMatchObject(selection);
    expect((await answer('TOTP')).nextStep).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_TOTP_CODE' });
    expect(await answer(second)).toMatchObject({ isSignedIn: true });

    await updateMFAPreference({ email: 'PREFERRED' });
    await signOut();
    expect(await begin(user)).toMatchObject({ signInStep: 'CONFIRM_SIGN_IN_WITH_EMAIL_CODE' });
    expect(await answer(await codeFor(user.email))).toMatchObject({ isSignedIn: true });
  });
});
