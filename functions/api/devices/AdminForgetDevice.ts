/**
 * Forgets a device of a user: nothing is proved by it any more, and sign-ins on it are not renewed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html
 */
import type { AdminForgetDeviceRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { devices } from '#shared/wiring/devices.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  DeviceKey: DeviceKeyType,
}) satisfies RequestOf<AdminForgetDeviceRequest>;

interface Deps {
  readonly devices: Devices;
  readonly directory: Directory;
  readonly users: Users;
}

const adminForgetDevice =
  ({ devices, directory, users }: Deps): Run<typeof request, object, SignedCaller> =>
  async ({ UserPoolId, Username, DeviceKey }) => {
    const { pool } = await directory.pool(UserPoolId);
    const owner = await users.get(pool, Username);
    await devices.forget({ pool, ...owner }, DeviceKey);
    return {};
  };

export const definition = define({
  name: 'AdminForgetDevice',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices(), directory: directory(), users: users() }),
  run: adminForgetDevice,
});

export const handler = operation(definition, signed);
