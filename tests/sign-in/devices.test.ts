import {
  AdminInitiateAuthCommand,
  AdminRespondToAuthChallengeCommand,
  type DeviceConfigurationType,
  type DeviceRememberedStatusType,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  GetUserCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateDeviceStatusCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient, secretHash } from '#tests/support/clients.ts';
import {
  beginDeviceProof,
  confirmedDevice,
  confirmOffered,
  makeDevicePool,
  offeredDevice,
  proveDevice,
  signInOn,
  type TestDevice,
} from '#tests/support/devices.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { aPhoneNumber, makeClient, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { eventsOf, scriptedDefine, scriptedFunction, scriptedJudge } from '#tests/support/scripted-functions.ts';
import { beginSrp } from '#tests/support/srp-sign-in.ts';

const anyone = publicClient;
const noDevice = { name: 'ResourceNotFoundException', message: 'Device does not exist.' };

/** A user with a device that is remembered. */
const holder = async (given?: TestPool) => {
  const pool = given ?? (await makeDevicePool());
  const user = await makeUser(pool);
  return { pool, user, ...(await confirmedDevice(pool, user)) };
};

const refresh = ({ clientId }: TestPool, RefreshToken: string, DeviceKey?: string) =>
  anyone().send(
    new InitiateAuthCommand({
      ClientId: clientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: RefreshToken, ...(DeviceKey && { DEVICE_KEY: DeviceKey }) },
    }),
  );

const invalidToken = { name: 'NotAuthorizedException', message: 'Invalid Refresh Token' };

describe('A sign-in on a confirmed device', () => {
  it('has the device prove itself, and then offers no new one', async () => {
    const { pool, user, device } = await holder();

    const asked = await signInOn(pool, user, device);
    expect(asked).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });
    expect(asked.AuthenticationResult).toBeUndefined();
    const { offer, answer } = await beginDeviceProof(pool, user, asked, device);
    expect(offer).toMatchObject({
      ChallengeName: 'DEVICE_PASSWORD_VERIFIER',
      ChallengeParameters: { DEVICE_KEY: device.key, USERNAME: user.username },
    });
    const { AuthenticationResult } = await anyone().send(new RespondToAuthChallengeCommand(answer));

    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
    const { AccessToken = '', IdToken = '', RefreshToken = '' } = AuthenticationResult ?? {};
    expect(decodeJwt(AccessToken).device_key).toBe(device.key);
    expect(decodeJwt(IdToken)).not.toHaveProperty('device_key');
    const { AuthenticationResult: renewed } = await refresh(pool, RefreshToken, device.key);
    expect(decodeJwt(renewed?.AccessToken ?? '').device_key).toBe(device.key);
  });

  it('does so after a password that was proved by SRP', async () => {
    const { pool, user, device } = await holder();
    const { answer } = await beginSrp(pool, user);
    const ChallengeResponses = { ...answer.ChallengeResponses, DEVICE_KEY: device.key };

    const asked = await anyone().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses }));

    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    expect((await proveDevice(pool, user, asked, device)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('remembers when and where it was', async () => {
    const { pool, user, device, AccessToken } = await holder();
    const ahead = 120_000;
    const asked = await signInOn(pool, user, device, { ahead });
    await proveDevice(pool, user, asked, device, { ahead });

    const { Device } = await anyone().send(new GetDeviceCommand({ AccessToken, DeviceKey: device.key }));

    const [created = 0, used = 0] = [Device?.DeviceCreateDate, Device?.DeviceLastAuthenticatedDate].map((date) =>
      date?.getTime(),
    );
    expect(used - created).toBeGreaterThan(100_000);
  });

  it('works for administrators and for clients with a secret', async () => {
    const { poolId } = await makeDevicePool();
    const pool = { poolId, ...(await makeClient(poolId, { GenerateSecret: true })) };
    const { user, device } = await holder({ poolId, ...(await makeClient(poolId)) });
    const SECRET_HASH = secretHash(user.username, pool.clientId, pool.clientSecret ?? '');
    const to = { UserPoolId: poolId, ClientId: pool.clientId };
    const begin = { USERNAME: user.username, PASSWORD: password, DEVICE_KEY: device.key, SECRET_HASH };

    const asked = await adminClient().send(
      new AdminInitiateAuthCommand({ ...to, AuthFlow: 'ADMIN_USER_PASSWORD_AUTH', AuthParameters: begin }),
    );
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    await expect(proveDevice(pool, user, asked, device)).rejects.toThrow('SECRET_HASH was not received');
    const { answer } = await beginDeviceProof(pool, user, asked, device, { SECRET_HASH });
    await expect(anyone().send(new RespondToAuthChallengeCommand(answer))).rejects.toThrow('SECRET_HASH was not');
    const ChallengeResponses = { ...answer.ChallengeResponses, SECRET_HASH };
    const { AuthenticationResult } = await adminClient().send(
      new AdminRespondToAuthChallengeCommand({ ...to, ChallengeName: 'DEVICE_PASSWORD_VERIFIER', ChallengeResponses }),
    );
    expect(AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('tells the triggers', async () => {
    const unchanged = scriptedFunction({});
    const pool = await makePool({
      DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false },
      LambdaConfig: { PostAuthentication: unchanged, PreTokenGeneration: unchanged },
    });
    const { user, device } = await holder(pool);
    await proveDevice(pool, user, await signInOn(pool, user, device), device);

    const told = (await eventsOf(pool.poolId)).map(({ triggerSource, request }) => [
      triggerSource,
      request.newDeviceUsed,
    ]);
    expect(told).toEqual([
      ['PostAuthentication_Authentication', true],
      ['TokenGeneration_Authentication', undefined],
      ['PostAuthentication_Authentication', false],
      ['TokenGeneration_AuthenticateDevice', undefined],
    ]);
  });
});

describe('A custom sign-in on a confirmed device', () => {
  it('ends with the proof of the device', async () => {
    const pool = await makePool(
      {
        DeviceConfiguration: { DeviceOnlyRememberedOnUserPrompt: false },
        LambdaConfig: {
          DefineAuthChallenge: scriptedDefine(),
          CreateAuthChallenge: scriptedFunction({
            publicChallengeParameters: {},
            privateChallengeParameters: { answer: '42' },
          }),
          VerifyAuthChallengeResponse: scriptedJudge(),
        },
      },
      { ExplicitAuthFlows: ['ALLOW_CUSTOM_AUTH', 'ALLOW_USER_PASSWORD_AUTH'] },
    );
    const { user, device } = await holder(pool);
    const { clientId: ClientId } = pool;
    const USERNAME = user.username;
    const { ChallengeName, Session } = await anyone().send(
      new InitiateAuthCommand({
        ClientId,
        AuthFlow: 'CUSTOM_AUTH',
        AuthParameters: { USERNAME, DEVICE_KEY: device.key },
      }),
    );
    const ChallengeResponses = { USERNAME, ANSWER: '42' };
    const asked = await anyone().send(
      new RespondToAuthChallengeCommand({ ClientId, ChallengeName, Session, ChallengeResponses }),
    );
    expect(asked).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });
    expect(asked.AuthenticationResult).toBeUndefined();
    const { AuthenticationResult } = await proveDevice(pool, user, asked, device);
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '')).toMatchObject({ device_key: device.key });
    expect(AuthenticationResult?.NewDeviceMetadata).toBeUndefined();
  });
});

describe('The proof of a device', () => {
  it('is refused when it is made with another secret', async () => {
    const { pool, user, device } = await holder();
    const asked = await signInOn(pool, user, device);

    await expect(proveDevice(pool, user, asked, { ...device, secret: 'another' })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
      message: 'Incorrect username or password.',
    });
    expect((await proveDevice(pool, user, asked, device)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('gives tokens once', async () => {
    const { pool, user, device } = await holder();
    const { answer } = await beginDeviceProof(pool, user, await signInOn(pool, user, device), device);
    const settled = await Promise.allSettled(
      Array.from({ length: 6 }, () => anyone().send(new RespondToAuthChallengeCommand(answer))),
    );

    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    await expect(anyone().send(new RespondToAuthChallengeCommand(answer))).rejects.toThrow(
      'Invalid session for the user, session can only be used once.',
    );
  });

  it('is good for three minutes', async () => {
    const { pool, user, device } = await holder();
    const asked = await signInOn(pool, user, device);
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    const late = { ahead: 181_000 };

    await expect(anyone(late).send(new RespondToAuthChallengeCommand(answer))).rejects.toThrow('session is expired.');
    await expect(beginDeviceProof(pool, user, asked, device, late)).rejects.toThrow('session is expired.');
  });

  it('is of the device that was named, and not of another of the same user', async () => {
    const { pool, user, device } = await holder();
    const { device: other } = await confirmedDevice(pool, user);
    const asked = await signInOn(pool, user, device);

    await expect(proveDevice(pool, user, asked, other)).rejects.toMatchObject(noDevice);
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    const ChallengeResponses = { ...answer.ChallengeResponses, DEVICE_KEY: other.key };
    await expect(
      anyone().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeResponses })),
    ).rejects.toMatchObject(noDevice);
  });

  it('comes too late for a device that was forgotten meanwhile', async () => {
    const { pool, user, device, AccessToken } = await holder();
    const asked = await signInOn(pool, user, device);
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    await anyone().send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key }));

    await expect(anyone().send(new RespondToAuthChallengeCommand(answer))).rejects.toMatchObject(noDevice);
    await expect(beginDeviceProof(pool, user, asked, device)).rejects.toMatchObject(noDevice);
  });

  it('is none of a password, and a password none of a device', async () => {
    const { pool, user, device } = await holder();
    const { answer } = await beginDeviceProof(pool, user, await signInOn(pool, user, device), device);
    const srp = await beginSrp(pool, user);
    const refused = { name: 'NotAuthorizedException', message: 'Incorrect username or password.' };

    await expect(
      anyone().send(new RespondToAuthChallengeCommand({ ...answer, ChallengeName: 'PASSWORD_VERIFIER' })),
    ).rejects.toMatchObject(refused);
    const ChallengeResponses = { ...srp.answer.ChallengeResponses, DEVICE_KEY: device.key };
    const asDevice = { ...srp.answer, ChallengeResponses, ChallengeName: 'DEVICE_PASSWORD_VERIFIER' } as const;
    await expect(anyone().send(new RespondToAuthChallengeCommand(asDevice))).rejects.toMatchObject(refused);
  });
});

describe('A device that is not known', () => {
  it.each([
    ['of nobody', async () => 'us-east-1_00000000-0000-4000-8000-000000000000'],
    ['of any form', async () => 'x'.repeat(3000)],
    ['of another user', async (pool: TestPool) => (await holder(pool)).device.key],
    [
      'that was offered and not confirmed',
      async (pool: TestPool, user: { username: string }) =>
        offeredDevice((await signInOn(pool, user)).AuthenticationResult).key,
    ],
  ])('is told of after a right password only: %s', async (_which, keyOf) => {
    const pool = await makeDevicePool();
    const user = await makeUser(pool);
    const key = await keyOf(pool, user);

    await expect(signInOn(pool, user, { key })).rejects.toMatchObject(noDevice);
    const AuthParameters = { USERNAME: user.username, PASSWORD: 'Wrong-horse-1', DEVICE_KEY: key };
    await expect(
      anyone().send(
        new InitiateAuthCommand({ ClientId: pool.clientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters }),
      ),
    ).rejects.toMatchObject({ name: 'NotAuthorizedException', message: 'Incorrect username or password.' });
  });
});

describe('A sign-in on a device that the pool tracks', () => {
  it('is renewed on that device alone', async () => {
    const { pool, user, device, RefreshToken } = await holder();
    const { device: other } = await confirmedDevice(pool, user);
    const { clientId: ClientId } = pool;

    await expect(refresh(pool, RefreshToken)).rejects.toMatchObject(invalidToken);
    await expect(refresh(pool, RefreshToken, other.key)).rejects.toMatchObject(invalidToken);
    const { AuthenticationResult } = await refresh(pool, RefreshToken, device.key);
    expect(decodeJwt(AuthenticationResult?.AccessToken ?? '').device_key).toBe(device.key);
    const tokens = (DeviceKey?: string) =>
      anyone().send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken, DeviceKey }));
    expect((await tokens(device.key)).AuthenticationResult?.AccessToken).toBeDefined();
    await expect(tokens()).rejects.toMatchObject(invalidToken);
  });

  it('is not renewed before the device is confirmed', async () => {
    const pool = await makeDevicePool();
    const { AuthenticationResult } = await signInOn(pool, await makeUser(pool));
    const { key } = offeredDevice(AuthenticationResult);

    await expect(refresh(pool, AuthenticationResult?.RefreshToken ?? '', key)).rejects.toMatchObject(invalidToken);
    const { AccessToken } = AuthenticationResult ?? {};
    await expect(anyone().send(new GetUserCommand({ AccessToken }))).resolves.toBeDefined();
  });

  it('is renewed without a word of devices once the pool does not track them', async () => {
    const { pool, RefreshToken } = await holder();
    await adminClient().send(new UpdateUserPoolCommand({ UserPoolId: pool.poolId }));

    await expect
      .poll(() => refresh(pool, RefreshToken).then(() => 'renewed', String), { timeout: 180_000, interval: 500 })
      .toBe('renewed');
  });
});

describe('A second factor that the pool insists on', () => {
  const SmsConfiguration = { SnsCallerArn: 'arn:aws:iam::123456789012:role/sms', ExternalId: 'sms' };

  const insisting = async (DeviceConfiguration: DeviceConfigurationType) => {
    const pool = await makePool({ MfaConfiguration: 'ON', SmsConfiguration, DeviceConfiguration });
    const phone = aPhoneNumber();
    const user = await makeUser(pool, { attributes: [{ Name: 'phone_number', Value: phone }] });
    const answer = async ({ Session }: { readonly Session?: string | undefined }, device?: TestDevice) =>
      anyone().send(
        new RespondToAuthChallengeCommand({
          ClientId: pool.clientId,
          ChallengeName: 'SMS_MFA',
          Session,
          ChallengeResponses: {
            USERNAME: user.username,
            SMS_MFA_CODE: await codeFor(phone),
            ...(device && { DEVICE_KEY: device.key }),
          },
        }),
      );
    const first = await signInOn(pool, user);
    expect(first.ChallengeName).toBe('SMS_MFA');
    const { AuthenticationResult } = await answer(first);
    return { pool, user, answer, ...(await confirmOffered(AuthenticationResult)) };
  };

  it('is spared on a remembered device, where the pool has it so', async () => {
    const { pool, user, device } = await insisting({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: false,
    });

    const asked = await signInOn(pool, user, device);

    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    expect((await proveDevice(pool, user, asked, device)).AuthenticationResult?.AccessToken).toBeDefined();
    expect((await signInOn(pool, user)).ChallengeName).toBe('SMS_MFA');
  });

  it.each([
    [
      'that the user has not agreed to remember',
      { ChallengeRequiredOnNewDevice: true, DeviceOnlyRememberedOnUserPrompt: true },
    ],
    [
      'in a pool that only tracks devices',
      { ChallengeRequiredOnNewDevice: false, DeviceOnlyRememberedOnUserPrompt: false },
    ],
  ])('is asked for on a device %s, which proves itself then', async (_which, settings) => {
    const { pool, user, device, answer } = await insisting(settings);

    const asked = await signInOn(pool, user, device);

    expect(asked.ChallengeName).toBe('SMS_MFA');
    const then = await answer(asked, device);
    expect(then).toMatchObject({ ChallengeName: 'DEVICE_SRP_AUTH' });
    expect(then.AuthenticationResult).toBeUndefined();
    expect((await proveDevice(pool, user, then, device)).AuthenticationResult?.AccessToken).toBeDefined();
  });

  it('is spared from when the user agrees to remember the device until the device is not remembered any more', async () => {
    const { pool, user, device, AccessToken } = await insisting({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: true,
    });
    const DeviceKey = device.key;
    const remember = (DeviceRememberedStatus: DeviceRememberedStatusType) =>
      anyone().send(new UpdateDeviceStatusCommand({ AccessToken, DeviceKey, DeviceRememberedStatus }));

    await remember('remembered');
    const asked = await signInOn(pool, user, device);
    expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
    const { answer } = await beginDeviceProof(pool, user, asked, device);
    await remember('not_remembered');
    expect((await anyone().send(new RespondToAuthChallengeCommand(answer))).ChallengeName).toBe('SMS_MFA');
  });

  it('is not spared by naming a trusted device after another one has proved itself', async () => {
    const {
      pool,
      user,
      device: trusted,
      answer,
      AccessToken,
    } = await insisting({
      ChallengeRequiredOnNewDevice: true,
      DeviceOnlyRememberedOnUserPrompt: false,
    });
    const { AuthenticationResult } = await answer(await signInOn(pool, user));
    const { device: other } = await confirmOffered(AuthenticationResult);
    const asked = await signInOn(pool, user, other);
    const proof = await beginDeviceProof(pool, user, asked, other);
    const status = { AccessToken, DeviceKey: other.key, DeviceRememberedStatus: 'not_remembered' } as const;
    await anyone().send(new UpdateDeviceStatusCommand(status));
    const second = await anyone().send(new RespondToAuthChallengeCommand(proof.answer));

    expect(second.ChallengeName).toBe('SMS_MFA');
    const { AuthenticationResult: result } = await answer(second, trusted);
    expect(decodeJwt(result?.AccessToken ?? '').device_key).toBe(other.key);
  });
});
