import { AdminForgetDeviceCommand, AdminListDevicesCommand } from '@aws-sdk/client-cognito-identity-provider';
import {
  AuthenticationDetails,
  CognitoUser,
  CognitoUserPool,
  type CognitoUserSession,
} from 'amazon-cognito-identity-js';
import { Amplify } from 'aws-amplify';
import {
  confirmSignIn,
  fetchAuthSession,
  fetchDevices,
  forgetDevice,
  rememberDevice,
  signIn,
  signOut,
} from 'aws-amplify/auth';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeDevicePool, rememberedStatus } from '#tests/support/devices.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makePool, makeUser, password, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

const asking = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true };

const devicesOf = async ({ poolId: UserPoolId }: TestPool, { username: Username }: TestUser): Promise<string[]> => {
  const { Devices = [] } = await adminClient().send(new AdminListDevicesCommand({ UserPoolId, Username }));
  return Devices.map(({ DeviceKey = '' }) => DeviceKey);
};

const forget = ({ poolId: UserPoolId }: TestPool, { username: Username }: TestUser, DeviceKey: string) =>
  adminClient().send(new AdminForgetDeviceCommand({ UserPoolId, Username, DeviceKey }));

const sms = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' };

/** A pool that requires a second factor, unless a device replaces it. */
const makeInsistingPool = async () => {
  const DeviceConfiguration = { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false };
  const pool = await makePool({ MfaConfiguration: 'ON', SmsConfiguration: sms, DeviceConfiguration });
  const phone = aPhoneNumber();
  const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
  return { pool, user, phone };
};

const memory = () => {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
    clear: () => kept.clear(),
  };
};

describe('amazon-cognito-identity-js', () => {
  /** A browser keeps things between sign-ins in its storage. */
  const browser = ({ poolId, clientId }: TestPool) => {
    const Storage = memory();
    const Pool = new CognitoUserPool({ UserPoolId: poolId, ClientId: clientId, endpoint: stack().endpoint, Storage });
    return (Username: string) => new CognitoUser({ Username, Pool, Storage });
  };

  const authenticate = (
    user: CognitoUser,
    Username: string,
    { flow = 'USER_SRP_AUTH', phone }: { flow?: string; phone?: string } = {},
  ) =>
    new Promise<{ session: CognitoUserSession; asks: boolean }>((resolve, onFailure) => {
      user.setAuthenticationFlowType(flow);
      const callbacks = {
        onSuccess: (session: CognitoUserSession, asks?: boolean) => resolve({ session, asks: asks === true }),
        onFailure,
      };
      user.authenticateUser(new AuthenticationDetails({ Username, Password: password }), {
        ...callbacks,
        mfaRequired: () => {
          if (phone === undefined) onFailure(new Error('A second factor is asked for.'));
          else codeFor(phone).then((code) => user.sendMFACode(code, callbacks), onFailure);
        },
      });
    });

  const deviceOf = ({ session }: { session: CognitoUserSession }) => session.getAccessToken().payload.device_key;

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'])(
    'stays the same device from sign-in to sign-in: %s',
    async (flow) => {
      const pool = await makeDevicePool();
      const known = await makeUser(pool);
      const userIn = browser(pool);

      const first = await authenticate(userIn(known.username), known.username, { flow });
      expect(first.asks).toBe(false);
      const again = userIn(known.username);
      const second = await authenticate(again, known.username, { flow });

      expect(deviceOf(second)).toBe(deviceOf(first));
      expect(await devicesOf(pool, known)).toEqual([deviceOf(first)]);
      const refreshed = await new Promise<CognitoUserSession>((resolve, reject) =>
        again.refreshSession(second.session.getRefreshToken(), (error, session) =>
          error ? reject(error) : resolve(session),
        ),
      );
      expect(refreshed.getAccessToken().payload.device_key).toBe(deviceOf(first));
    },
  );

  it('is a new device once the old one is forgotten', async () => {
    const pool = await makeDevicePool();
    const known = await makeUser(pool);
    const userIn = browser(pool);
    const first = deviceOf(await authenticate(userIn(known.username), known.username));
    await forget(pool, known, first);

    const second = deviceOf(await authenticate(userIn(known.username), known.username));

    expect(second).not.toBe(first);
    expect(await devicesOf(pool, known)).toEqual([second]);
  });

  it('is spared the second factor on a device that it remembers', async () => {
    const { pool, user: known, phone } = await makeInsistingPool();
    const userIn = browser(pool);
    const first = await authenticate(userIn(known.username), known.username, { phone });

    const second = await authenticate(userIn(known.username), known.username);

    expect(deviceOf(second)).toBe(deviceOf(first));
    await expect(authenticate(browser(pool)(known.username), known.username)).rejects.toThrow('A second factor');
  });

  it('remembers, lists and forgets its device', async () => {
    const pool = await makeDevicePool(asking);
    const known = await makeUser(pool);
    const user = browser(pool)(known.username);
    const signedIn = await authenticate(user, known.username);
    expect(signedIn.asks).toBe(true);
    const key = deviceOf(signedIn);
    const done = (call: (callbacks: { onSuccess: () => void; onFailure: (error: Error) => void }) => void) =>
      new Promise<void>((resolve, reject) => call({ onSuccess: () => resolve(), onFailure: reject }));

    await done((callbacks) => user.setDeviceStatusRemembered(callbacks));
    expect(await rememberedStatus(pool, known, { key })).toBe('remembered');
    await done((callbacks) => user.setDeviceStatusNotRemembered(callbacks));
    expect(await rememberedStatus(pool, known, { key })).toBe('not_remembered');
    await done((callbacks) => user.getDevice(callbacks));
    await done((callbacks) => user.listDevices(10, null, callbacks));
    await done((callbacks) => user.forgetDevice(callbacks));
    expect(await devicesOf(pool, known)).toEqual([]);
  });
});

describe('aws-amplify', () => {
  const configure = ({ poolId, clientId }: TestPool): void =>
    Amplify.configure({
      Auth: { Cognito: { userPoolId: poolId, userPoolClientId: clientId, userPoolEndpoint: stack().endpoint } },
    });

  const deviceOf = async (): Promise<unknown> => (await fetchAuthSession()).tokens?.accessToken.payload.device_key;

  it.each(['USER_SRP_AUTH', 'USER_PASSWORD_AUTH'] as const)(
    'stays the same device from sign-in to sign-in: %s',
    async (authFlowType) => {
      const pool = await makeDevicePool();
      const { username, ...rest } = await makeUser(pool);
      configure(pool);
      const options = { authFlowType };

      expect(await signIn({ username, password, options })).toMatchObject({ isSignedIn: true });
      const first = await deviceOf();
      await signOut();
      expect(await signIn({ username, password, options })).toMatchObject({ isSignedIn: true });

      expect(await deviceOf()).toBe(first);
      expect(await devicesOf(pool, { username, ...rest })).toEqual([first]);
      await fetchAuthSession({ forceRefresh: true });
      expect(await deviceOf()).toBe(first);
      await signOut();
    },
  );

  it('is a new device once the old one is forgotten', async () => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    configure(pool);
    const { username } = user;
    await signIn({ username, password });
    const first = String(await deviceOf());
    await signOut();
    await forget(pool, user, first);

    await signIn({ username, password });

    expect(await deviceOf()).not.toBe(first);
    expect(await devicesOf(pool, user)).toEqual([await deviceOf()]);
    await signOut();
  });

  it('is spared the second factor on a device that it remembers', async () => {
    const { pool, user, phone } = await makeInsistingPool();
    configure(pool);
    const { username } = user;
    const { nextStep } = await signIn({ username, password });
    expect(nextStep.signInStep).toBe('CONFIRM_SIGN_IN_WITH_SMS_CODE');
    expect(await confirmSignIn({ challengeResponse: await codeFor(phone) })).toMatchObject({ isSignedIn: true });
    const first = await deviceOf();
    await signOut();

    expect(await signIn({ username, password })).toMatchObject({ isSignedIn: true });

    expect(await deviceOf()).toBe(first);
    await signOut();
  });

  it('remembers, lists and forgets its device', async () => {
    const pool = await makeDevicePool(asking);
    const user = await makeUser(pool);
    configure(pool);
    await signIn({ username: user.username, password });
    const key = String(await deviceOf());

    await rememberDevice();
    expect(await rememberedStatus(pool, user, { key })).toBe('remembered');
    expect(await fetchDevices()).toMatchObject([{ id: key }]);
    await forgetDevice();
    expect(await devicesOf(pool, user)).toEqual([]);
    await signOut();
  });
});
