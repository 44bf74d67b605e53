import {
  AdminForgetDeviceCommand,
  AdminGetDeviceCommand,
  AdminListDevicesCommand,
  AdminUpdateDeviceStatusCommand,
  ConfirmDeviceCommand,
  ForgetDeviceCommand,
  GetDeviceCommand,
  GetTokensFromRefreshTokenCommand,
  ListDevicesCommand,
  RespondToAuthChallengeCommand,
  UpdateDeviceStatusCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { beginDeviceProof, confirmedDevice, offeredDevice, signInOn, verifierOf } from '#tests/support/devices.ts';
import { startClient } from '#tests/support/srp-client.ts';
import type { Scenario } from '../scenario.ts';
import { admin, anyone, devicePool, newUser } from '../subjects.ts';

/** A user with a device that is remembered. */
const holder = async () => {
  const pool = await devicePool();
  const user = await newUser(pool);
  const confirmed = await confirmedDevice(pool, user);
  const DeviceKey = confirmed.device.key;
  const own = { AccessToken: confirmed.AccessToken, DeviceKey };
  const named = { UserPoolId: pool.poolId, Username: user.username, DeviceKey };
  return { pool, user, ...confirmed, own, named };
};

const DeviceRememberedStatus = 'not_remembered';

export const devices: readonly Scenario[] = [
  {
    operation: 'AdminForgetDevice',
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminForgetDeviceCommand(named));
    },
  },
  {
    operation: 'AdminGetDevice',
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminGetDeviceCommand(named));
    },
  },
  {
    operation: 'AdminListDevices',
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminListDevicesCommand(named));
    },
  },
  {
    operation: 'AdminUpdateDeviceStatus',
    prepare: async () => {
      const { named } = await holder();
      return () => admin.send(new AdminUpdateDeviceStatusCommand({ ...named, DeviceRememberedStatus }));
    },
  },
  {
    operation: 'ConfirmDevice',
    prepare: async () => {
      const pool = await devicePool();
      const { AuthenticationResult } = await signInOn(pool, await newUser(pool));
      const device = offeredDevice(AuthenticationResult);
      const { AccessToken } = AuthenticationResult ?? {};
      const given = { AccessToken, DeviceKey: device.key, DeviceSecretVerifierConfig: verifierOf(device) };
      return () => anyone.send(new ConfirmDeviceCommand(given));
    },
  },
  {
    operation: 'ForgetDevice',
    prepare: async () => {
      const { own } = await holder();
      return () => anyone.send(new ForgetDeviceCommand(own));
    },
  },
  {
    operation: 'GetDevice',
    prepare: async () => {
      const { own } = await holder();
      return () => anyone.send(new GetDeviceCommand(own));
    },
  },
  {
    operation: 'GetTokensFromRefreshToken',
    way: 'on a device',
    prepare: async () => {
      const { pool, RefreshToken, device } = await holder();
      const given = { ClientId: pool.clientId, RefreshToken, DeviceKey: device.key };
      return () => anyone.send(new GetTokensFromRefreshTokenCommand(given));
    },
  },
  {
    operation: 'InitiateAuth',
    way: 'password, on a device',
    prepare: async () => {
      const { pool, user, device } = await holder();
      return () => signInOn(pool, user, device);
    },
  },
  {
    operation: 'ListDevices',
    prepare: async () => {
      const { own } = await holder();
      return () => anyone.send(new ListDevicesCommand({ AccessToken: own.AccessToken }));
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'DEVICE_SRP_AUTH',
    prepare: async () => {
      const { pool, user, device } = await holder();
      const { Session } = await signInOn(pool, user, device);
      const ChallengeResponses = { USERNAME: user.username, DEVICE_KEY: device.key, SRP_A: startClient().srpA };
      const given = { ClientId: pool.clientId, ChallengeName: 'DEVICE_SRP_AUTH', Session, ChallengeResponses } as const;
      return () => anyone.send(new RespondToAuthChallengeCommand(given));
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'DEVICE_SRP_AUTH, without a Session',
    prepare: async () => {
      const { pool, user, device } = await holder();
      await signInOn(pool, user, device);
      return () => beginDeviceProof(pool, user, {}, device);
    },
  },
  {
    operation: 'RespondToAuthChallenge',
    way: 'DEVICE_PASSWORD_VERIFIER',
    prepare: async () => {
      const { pool, user, device } = await holder();
      const { answer } = await beginDeviceProof(pool, user, await signInOn(pool, user, device), device);
      return () => anyone.send(new RespondToAuthChallengeCommand(answer));
    },
  },
  {
    operation: 'UpdateDeviceStatus',
    prepare: async () => {
      const { own } = await holder();
      return () => anyone.send(new UpdateDeviceStatusCommand({ ...own, DeviceRememberedStatus }));
    },
  },
];
