/**
 * Forgets a device of the bearer of an access token: it can no longer prove anything, and tokens of its sign-ins are no
 * longer refreshed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
 */

import type { ForgetDeviceRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { forgetDevice } from '#shared/services/devices/devices.ts';
import { DeviceKeyType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  DeviceKey: DeviceKeyType,
}) satisfies RequestOf<ForgetDeviceRequest>;

export const { definition, handler } = byAccessToken({
  name: 'ForgetDevice',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ DeviceKey }, caller) => {
    await forgetDevice(caller, DeviceKey);
    return {};
  },
});
