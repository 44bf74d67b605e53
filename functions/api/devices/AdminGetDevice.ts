/**
 * Gives an administrator one device of a user.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminGetDevice.html
 */

import type { AdminGetDeviceRequest, AdminGetDeviceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { getDevice, toOwner } from '#shared/services/devices/devices.ts';
import { users } from '#shared/services/users/users.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import { DeviceKeyType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  DeviceKey: DeviceKeyType,
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminGetDeviceRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminGetDevice',
  request,
  throws: [],
  run: async ({ Username, DeviceKey }, { pool }): Promise<Wire<AdminGetDeviceResponse>> => {
    const owner = toOwner(pool, await users().find(pool, Username));
    return { Device: toDeviceType(await getDevice(owner, DeviceKey), { user: owner.user, place: environment() }) };
  },
});
