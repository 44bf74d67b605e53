import {
  AdminDeleteUserCommand,
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type DeviceConfigurationType,
  ForgetDeviceCommand,
  RespondToAuthChallengeCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import {
  beginDeviceProof,
  confirmedDevice,
  confirmOffered,
  deviceProof,
  makeDevicePool,
  proveDevice,
  signInOn,
  type TestDevice,
} from '#tests/support/devices.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout, putItems } from '#tests/support/raw-table.ts';
import { startClient } from '#tests/support/srp-client.ts';
import { srpProof } from '#tests/support/srp-sign-in.ts';
import { stack } from '#tests/support/stack.ts';

interface Answer {
  readonly ChallengeName?: string;
  readonly ChallengeParameters?: Readonly<Record<string, string>>;
  readonly AuthenticationResult?: { readonly AccessToken: string };
  readonly __type?: string;
  readonly message?: string;
}

/** A plain request, as clients in Python send it, and what is answered. */
const send = async (operation: 'InitiateAuth' | 'RespondToAuthChallenge', body: object): Promise<Answer> => {
  const response = await fetch(stack().endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `AWSCognitoIdentityProviderService.${operation}`,
    },
    body: JSON.stringify(body),
  });
  const answer: Answer = JSON.parse(await response.text());
  return answer;
};

const respond = (
  { clientId: ClientId }: Pick<TestPool, 'clientId'>,
  ChallengeName: string,
  ChallengeResponses: Readonly<Record<string, string | undefined>>,
): Promise<Answer> => send('RespondToAuthChallenge', { ClientId, ChallengeName, ChallengeResponses });

/** What the device proves, without a Session at either step. Gives the last answer. */
const proveWithoutSession = async (
  pool: Pick<TestPool, 'clientId'>,
  USERNAME: string,
  device: TestDevice,
  srp = startClient(),
): Promise<Answer> => {
  const offered = await respond(pool, 'DEVICE_SRP_AUTH', { USERNAME, DEVICE_KEY: device.key, SRP_A: srp.srpA });
  if (offered.ChallengeName !== 'DEVICE_PASSWORD_VERIFIER') return offered;
  const parameters = offered.ChallengeParameters ?? {};
  const name = { USERNAME: parameters.USERNAME };
  return respond(pool, 'DEVICE_PASSWORD_VERIFIER', { ...name, ...deviceProof(srp, device, parameters) });
};

/** A user with a device that is remembered. */
const holder = async (given?: TestPool) => {
  const pool = given ?? (await makeDevicePool());
  const user = await makeUser(pool);
  return { pool, user, ...(await confirmedDevice(pool, user)) };
};

const refused = { __type: 'InvalidParameterException', message: 'Missing required parameter Session' };

const tokenOf = ({ AuthenticationResult }: Answer): string => AuthenticationResult?.AccessToken ?? '';

describe('A client that sends no Session with DEVICE_SRP_AUTH', () => {
  it('signs in by SRP, as pycognito does, under any of the names of the user', async () => {
    const pool = await makePool({
      AliasAttributes: ['email'],
      DeviceConfiguration: { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: false },
    });
    const { user, device } = await holder(pool);
    const { clientId: ClientId } = pool;

    for (const USERNAME of [user.username, user.email]) {
      // The same A serves for the password and for the device.
      const srp = startClient();
      const AuthParameters = { USERNAME, SRP_A: srp.srpA, DEVICE_KEY: device.key };
      const begun = await send('InitiateAuth', { ClientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters });
      expect(begun.ChallengeName).toBe('PASSWORD_VERIFIER');
      const proof = { ...srpProof(pool, srp, begun.ChallengeParameters ?? {}), DEVICE_KEY: device.key };
      expect(await respond(pool, 'PASSWORD_VERIFIER', proof)).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });

      const done = await proveWithoutSession(pool, USERNAME, device, srp);

      expect(decodeJwt(tokenOf(done))).toMatchObject({ username: user.username, device_key: device.key });
    }
  });

  it('signs in with the password in clear', async () => {
    const { pool, user, device } = await holder();
    const { clientId: ClientId } = pool;
    const AuthParameters = { USERNAME: user.username, PASSWORD: password, DEVICE_KEY: device.key };

    const begun = await send('InitiateAuth', { ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    expect(begun).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });
    expect(begun.AuthenticationResult).toBeUndefined();

    expect(decodeJwt(tokenOf(await proveWithoutSession(pool, user.username, device))).device_key).toBe(device.key);
  });

  it('signs in from a server', async () => {
    const { pool, user, device } = await holder();
    const to = { UserPoolId: pool.poolId, ClientId: pool.clientId };
    const { username: USERNAME } = user;
    const AuthParameters = { USERNAME, PASSWORD: password, DEVICE_KEY: device.key };
    const AuthFlow = 'ADMIN_USER_PASSWORD_AUTH';
    const begun = await adminClient().send(new AdminInitiateAuthCommand({ ...to, AuthFlow, AuthParameters }));
    expect(begun.ChallengeName).toBe('DEVICE_SRP_AUTH');

    const srp = startClient();
    const offered = await adminClient().send(
      new AdminRespondToAuthChallengeCommand({
        ...to,
        ChallengeName: 'DEVICE_SRP_AUTH',
        ChallengeResponses: { USERNAME, DEVICE_KEY: device.key, SRP_A: srp.srpA },
      }),
    );
    const proof = { USERNAME, ...deviceProof(srp, device, offered.ChallengeParameters ?? {}) };
    const { AuthenticationResult } = await adminClient().send(
      new AdminRespondToAuthChallengeCommand({
        ...to,
        ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
        ChallengeResponses: proof,
      }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('proves itself first where it has a secret, and may then go on', async () => {
    const { poolId } = await makeDevicePool();
    const { user, device } = await holder({ poolId, ...(await makeClient(poolId)) });
    const pool = { poolId, ...(await makeClient(poolId, { GenerateSecret: true })) };
    const { username: USERNAME } = user;
    const SECRET_HASH = secretHash(USERNAME, pool.clientId, pool.clientSecret ?? '');
    const AuthParameters = { USERNAME, PASSWORD: password, DEVICE_KEY: device.key, SECRET_HASH };
    await send('InitiateAuth', { ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });

    expect(await proveWithoutSession(pool, USERNAME, device)).toMatchObject({ __type: 'NotAuthorizedException' });
    const { srpA: SRP_A } = startClient();
    expect(
      await respond(pool, 'DEVICE_SRP_AUTH', { USERNAME, DEVICE_KEY: device.key, SRP_A, SECRET_HASH }),
    ).toMatchObject({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' });
  });

  it('may take as long as the Session lasts', async () => {
    const pool = await makeDevicePool();
    const { user, device } = await holder(pool);
    const patient = await makeClient(pool.poolId, { AuthSessionValidity: 5 });
    const begin = (ahead: number) =>
      publicClient({ ahead }).send(
        new RespondToAuthChallengeCommand({
          ClientId: patient.clientId,
          ChallengeName: 'DEVICE_SRP_AUTH',
          ChallengeResponses: { USERNAME: user.username, DEVICE_KEY: device.key, SRP_A: startClient().srpA },
        }),
      );

    await signInOn(patient, user, device);
    await expect(begin(240_000)).resolves.toMatchObject({ ChallengeName: 'DEVICE_PASSWORD_VERIFIER' });
    await signInOn(patient, user, device);
    await expect(begin(301_000)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'Missing required parameter Session',
    });
  });

  it('goes on once, however many of its requests come at once', async () => {
    const { pool, user, device } = await holder();
    await signInOn(pool, user, device);
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => proveWithoutSession(pool, user.username, device)),
    );

    expect(answers.filter(({ AuthenticationResult }) => AuthenticationResult)).toHaveLength(1);
    expect(answers.filter(({ message }) => message === refused.message)).toHaveLength(7);
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
  });
});

describe("A device's secret alone never signs anybody in:", () => {
  it('not without a password, and not after a wrong one', async () => {
    const { pool, user, device } = await holder();
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);

    const AuthParameters = { USERNAME: user.username, PASSWORD: 'Wrong-horse-1', DEVICE_KEY: device.key };
    await send('InitiateAuth', { ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters });
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);

    const { srpA: SRP_A } = startClient();
    const begin = { USERNAME: user.username, SRP_A, DEVICE_KEY: device.key };
    await send('InitiateAuth', { ClientId: pool.clientId, AuthFlow: 'USER_SRP_AUTH', AuthParameters: begin });
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
  });

  it('not after a password that was proved without the device', async () => {
    const { pool, user, device } = await holder();
    expect((await signInOn(pool, user)).AuthenticationResult).toBeDefined();
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
  });

  it('not by a sign-in that was finished with its Session', async () => {
    const { pool, user, device } = await holder();
    const asked = await signInOn(pool, user, device);
    expect((await proveDevice(pool, user, asked, device)).AuthenticationResult).toBeDefined();

    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Invalid session for the user, session can only be used once.',
    });
  });

  it('not in another app client, nor on another device of the user', async () => {
    const { pool, user, device } = await holder();
    const { device: other } = await confirmedDevice(pool, user);
    const elsewhere = await makeClient(pool.poolId);
    await signInOn(pool, user, device);

    expect(await proveWithoutSession(elsewhere, user.username, device)).toMatchObject(refused);
    expect(await proveWithoutSession(pool, user.username, other)).toMatchObject(refused);
    expect(tokenOf(await proveWithoutSession(pool, user.username, device))).not.toBe('');
  });

  it('not for another user, and not for nobody', async () => {
    const { pool, user, device } = await holder();
    const other = await makeUser(pool);
    await signInOn(pool, user, device);

    expect(await proveWithoutSession(pool, other.username, device)).toMatchObject(refused);
    for (const PreventUserExistenceErrors of ['ENABLED', 'LEGACY'] as const) {
      const client = await makeClient(pool.poolId, { PreventUserExistenceErrors });
      expect(await proveWithoutSession(client, 'nobody', device)).toMatchObject(refused);
    }
    const noKey = { ...device, key: 'x'.repeat(3000) };
    expect(await proveWithoutSession(pool, user.username, noKey)).toMatchObject(refused);
  });

  it('not with the secret of another device under the key that was asked for', async () => {
    const { pool, user, device } = await holder();
    await signInOn(pool, user, device);
    expect(await proveWithoutSession(pool, user.username, { ...device, secret: 'another' })).toMatchObject({
      __type: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
  });

  it('not once the device was forgotten', async () => {
    const { pool, user, device, AccessToken } = await holder();
    await signInOn(pool, user, device);
    await publicClient().send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key }));

    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject({
      __type: 'ResourceNotFoundException',
      message: 'Device does not exist.',
    });
  });

  it('not for a later user of the same name', async () => {
    const { pool, user, device } = await holder();
    await signInOn(pool, user, device);
    const waiting = await itemsAbout(`${pool.poolId}#${user.username}`);
    await adminClient().send(new AdminDeleteUserCommand({ UserPoolId: pool.poolId, Username: user.username }));
    await makeUser(pool, { username: user.username });
    // As if it had been written too late to be deleted with the user.
    const late = waiting.filter(({ type }) => type === 'AskedDevice');
    expect(late).toHaveLength(1);
    await putItems(late);
    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
  });
});

describe('After a second factor', () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' };

  it('a device that has to prove itself as well needs the Session', async () => {
    const DeviceConfiguration: DeviceConfigurationType = {
      ChallengeRequiredOnNewDevice: false,
      DeviceOnlyRememberedOnUserPrompt: false,
    };
    const pool = await makePool({ MfaConfiguration: 'ON', SmsConfiguration, DeviceConfiguration });
    const phone = aPhoneNumber();
    const attributes = [
      { Name: 'phone_number', Value: phone },
      { Name: 'phone_number_verified', Value: 'true' },
    ];
    const user = await makeUser(pool, { attributes });
    const withCode = async (device?: TestDevice) => {
      const { Session } = await signInOn(pool, user, device);
      const ChallengeResponses = { USERNAME: user.username, SMS_MFA_CODE: await codeFor(phone) };
      const answer = { ClientId: pool.clientId, ChallengeName: 'SMS_MFA', Session, ChallengeResponses } as const;
      return publicClient().send(new RespondToAuthChallengeCommand(answer));
    };
    const { device } = await confirmOffered((await withCode()).AuthenticationResult);
    const asked = await withCode(device);
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');

    expect(await proveWithoutSession(pool, user.username, device)).toMatchObject(refused);
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    const { AuthenticationResult } = await publicClient().send(new RespondToAuthChallengeCommand(answer));
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });
});
