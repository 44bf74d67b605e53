/**
 * Says whether a device of the bearer of an access token is remembered.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_UpdateDeviceStatus.html
 */
import type { UpdateDeviceStatusRequest, UpdateDeviceStatusResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, DeviceRememberedStatusType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { devices } from '#shared/wiring/devices.ts';

const request = v.object({
  AccessToken: TokenModelType,
  DeviceKey: DeviceKeyType,
  DeviceRememberedStatus: v.optional(DeviceRememberedStatusType),
}) satisfies RequestOf<UpdateDeviceStatusRequest>;

interface Deps {
  readonly devices: Devices;
}

const updateDeviceStatus =
  ({ devices }: Deps): Run<typeof request, UpdateDeviceStatusResponse, TokenCaller> =>
  async ({ DeviceKey, DeviceRememberedStatus }, { caller }) => {
    await devices.setStatus(caller, DeviceKey, DeviceRememberedStatus);
    return {};
  };

export const definition = define({
  name: 'UpdateDeviceStatus',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices() }),
  run: updateDeviceStatus,
});

export const handler = operation(definition, accessToken);
