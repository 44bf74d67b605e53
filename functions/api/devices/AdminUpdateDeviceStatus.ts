/**
 * Sets whether a device of a user is remembered.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html
 */

import type {
  AdminUpdateDeviceStatusRequest,
  AdminUpdateDeviceStatusResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { setDeviceStatus } from '#shared/services/devices/devices.ts';
import { users } from '#shared/services/users/users.ts';
import {
  DeviceKeyType,
  DeviceRememberedStatusType,
  type RequestOf,
  UsernameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  DeviceKey: DeviceKeyType,
  DeviceRememberedStatus: v.optional(DeviceRememberedStatusType),
}) satisfies RequestOf<AdminUpdateDeviceStatusRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminUpdateDeviceStatus',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, DeviceKey, DeviceRememberedStatus }, { pool }): Promise<AdminUpdateDeviceStatusResponse> => {
    const owner = await users().get(pool, Username);
    await setDeviceStatus({ pool, ...owner }, DeviceKey, DeviceRememberedStatus);
    return {};
  },
});
