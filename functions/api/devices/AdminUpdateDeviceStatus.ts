/**
 * Says whether a device of a user is remembered.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminUpdateDeviceStatus.html
 */
import type {
  AdminUpdateDeviceStatusRequest,
  AdminUpdateDeviceStatusResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, DeviceRememberedStatusType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { devices } from '#shared/wiring/devices.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  DeviceKey: DeviceKeyType,
  DeviceRememberedStatus: v.optional(DeviceRememberedStatusType),
}) satisfies RequestOf<AdminUpdateDeviceStatusRequest>;

interface Deps {
  readonly devices: Devices;
  readonly directory: Directory;
  readonly users: Users;
}

const adminUpdateDeviceStatus =
  ({ devices, directory, users }: Deps): Run<typeof request, AdminUpdateDeviceStatusResponse, SignedCaller> =>
  async ({ UserPoolId, Username, DeviceKey, DeviceRememberedStatus }) => {
    const { pool } = await directory.pool(UserPoolId);
    const owner = await users.get(pool, Username);
    await devices.setStatus({ pool, ...owner }, DeviceKey, DeviceRememberedStatus);
    return {};
  };

export const definition = define({
  name: 'AdminUpdateDeviceStatus',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices(), directory: directory(), users: users() }),
  run: adminUpdateDeviceStatus,
});

export const handler = operation(definition, signed);
