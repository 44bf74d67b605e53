/**
 * Forgets a device of a user: it can no longer prove anything, and tokens of its sign-ins are no longer refreshed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminForgetDevice.html
 */

import type { AdminForgetDeviceRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { forgetDevice } from '#shared/services/devices/devices.ts';
import { users } from '#shared/services/users/users.ts';
import { DeviceKeyType, type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  DeviceKey: DeviceKeyType,
}) satisfies RequestOf<AdminForgetDeviceRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminForgetDevice',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username, DeviceKey }, { pool }) => {
    const owner = await users().get(pool, Username);
    await forgetDevice({ pool, ...owner }, DeviceKey);
    return {};
  },
});
