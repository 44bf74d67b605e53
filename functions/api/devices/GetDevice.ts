/**
 * Gives the bearer of an access token one of the own devices.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetDevice.html
 */
import type { GetDeviceRequest, GetDeviceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import { toDeviceType } from '#shared/wire/device.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, TokenModelType } from '#shared/wire/shapes.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { devices } from '#shared/wiring/devices.ts';

const request = v.object({
  DeviceKey: DeviceKeyType,
  AccessToken: v.optional(TokenModelType),
}) satisfies RequestOf<GetDeviceRequest>;

interface Deps {
  readonly devices: Devices;
}

const getDevice =
  ({ devices }: Deps): Run<typeof request, Wire<GetDeviceResponse>, TokenCaller> =>
  async ({ DeviceKey }, { caller }) => ({ Device: toDeviceType(await devices.get(caller, DeviceKey)) });

export const definition = define({
  name: 'GetDevice',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices() }),
  run: getDevice,
});

export const handler = operation(definition, accessToken);
