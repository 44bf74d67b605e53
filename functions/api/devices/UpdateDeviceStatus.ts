/**
 * Sets whether a device of the bearer of an access token is remembered.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
 */

import type { UpdateDeviceStatusRequest, UpdateDeviceStatusResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { setDeviceStatus } from '#shared/services/devices/devices.ts';
import { DeviceKeyType, DeviceRememberedStatusType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  DeviceKey: DeviceKeyType,
  DeviceRememberedStatus: v.optional(DeviceRememberedStatusType),
}) satisfies RequestOf<UpdateDeviceStatusRequest>;

export const { definition, handler } = byAccessToken({
  name: 'UpdateDeviceStatus',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ DeviceKey, DeviceRememberedStatus }, caller): Promise<UpdateDeviceStatusResponse> => {
    await setDeviceStatus(caller, DeviceKey, DeviceRememberedStatus);
    return {};
  },
});
