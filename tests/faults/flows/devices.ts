import {
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  ListDevicesCommand,
  RespondToAuthChallengeCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import {
  beginDeviceProof,
  confirmedDevice,
  makeDevicePool,
  offeredDevice,
  proveDevice,
  rememberedStatus,
  signInOn,
  type TestDevice,
  verifierOf,
} from '#tests/support/devices.ts';
import { makeUser, type TestPool, type TestUser } from '#tests/support/pools.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const anyone = publicClient();

const devicePool = once(() => makeDevicePool());

const listed = async (AccessToken: string): Promise<unknown[]> => {
  const { Devices = [] } = await anyone.send(new ListDevicesCommand({ AccessToken }));
  return Devices.map(({ DeviceKey }) => DeviceKey);
};

const signInBy = async (pool: TestPool, user: TestUser, device: TestDevice): Promise<void> => {
  const asked = await signInOn(pool, user, device);
  expect(asked.ChallengeName).toBe('DEVICE_SRP_AUTH');
  const { AuthenticationResult } = await proveDevice(pool, user, asked, device);
  expect(AuthenticationResult?.AccessToken).toBeDefined();
};

export const devices: readonly Flow[] = [
  {
    operation: 'ConfirmDevice',
    prepare: async () => {
      const pool = await devicePool();
      const user = await makeUser(pool);
      const { AuthenticationResult } = await signInOn(pool, user);
      const device = offeredDevice(AuthenticationResult);
      const AccessToken = AuthenticationResult?.AccessToken;
      const DeviceSecretVerifierConfig = verifierOf(device);
      const confirmation = { AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig };
      return {
        call: () => anyone.send(new ConfirmDeviceCommand(confirmation)),
        proof: async () => {
          expect(await listed(AccessToken ?? '')).toEqual([device.key]);
          await signInBy(pool, user, device);
        },
      };
    },
  },
  {
    operation: 'UpdateDeviceStatus',
    prepare: async () => {
      const pool = await devicePool();
      const user = await makeUser(pool);
      const { device, AccessToken } = await confirmedDevice(pool, user);
      const update = { AccessToken, DeviceKey: device.key, DeviceRememberedStatus: 'not_remembered' } as const;
      return {
        call: () => anyone.send(new UpdateDeviceStatusCommand(update)),
        proof: async () => expect(await rememberedStatus(pool, user, device)).toBe('not_remembered'),
      };
    },
  },
  {
    operation: 'ForgetDevice',
    prepare: async () => {
      const pool = await devicePool();
      const { device, AccessToken } = await confirmedDevice(pool, await makeUser(pool));
      return {
        call: () => anyone.send(new ForgetDeviceCommand({ AccessToken, DeviceKey: device.key })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => expect(await listed(AccessToken)).toEqual([]),
      };
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, on a device',
    prepare: async () => {
      const pool = await devicePool();
      const user = await makeUser(pool);
      const { device } = await confirmedDevice(pool, user);
      return {
        call: () => signInOn(pool, user, device),
        proof: async () => {
          const { answer } = await beginDeviceProof(pool, user, {}, device);
          const { AuthenticationResult } = await anyone.send(new RespondToAuthChallengeCommand(answer));
          expect(AuthenticationResult?.AccessToken).toBeDefined();
        },
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'DEVICE_SRP_AUTH, without a Session',
    prepare: async () => {
      const pool = await devicePool();
      const user = await makeUser(pool);
      const { device } = await confirmedDevice(pool, user);
      await signInOn(pool, user, device);
      return {
        call: () => beginDeviceProof(pool, user, {}, device),
        // Whatever came of the first request, the sign-in starts again.
        doneBefore: ['InvalidParameterException'],
        proof: () => signInBy(pool, user, device),
      };
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'DEVICE_PASSWORD_VERIFIER',
    prepare: async () => {
      const pool = await devicePool();
      const user = await makeUser(pool);
      const { device } = await confirmedDevice(pool, user);
      const { answer } = await beginDeviceProof(pool, user, await signInOn(pool, user, device), device);
      return {
        call: () => anyone.send(new RespondToAuthChallengeCommand(answer)),
        doneBefore: ['NotAuthorizedException'],
        proof: () => signInBy(pool, user, device),
      };
    },
  },
];
