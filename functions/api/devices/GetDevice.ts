/**
 * Gives the bearer of an access token one of the user's own devices.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
 */

import type { GetDeviceRequest, GetDeviceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { getDevice } from '#shared/services/devices/devices.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import { DeviceKeyType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';

const request = v.object({
  DeviceKey: DeviceKeyType,
  AccessToken: v.optional(TokenModelType),
}) satisfies RequestOf<GetDeviceRequest>;

export const { definition, handler } = byAccessToken({
  name: 'GetDevice',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ DeviceKey }, caller): Promise<Wire<GetDeviceResponse>> => ({
    Device: toDeviceType(await getDevice(caller, DeviceKey)),
  }),
});
