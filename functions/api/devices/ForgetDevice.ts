/**
 * Forgets a device of the bearer of an access token: nothing is proved by it any more, and its sign-ins are not renewed.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ForgetDevice.html
 */
import type { ForgetDeviceRequest } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Devices } from '#shared/services/devices/devices.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { devices } from '#shared/wiring/devices.ts';

const request = v.object({
  AccessToken: v.optional(TokenModelType),
  DeviceKey: DeviceKeyType,
}) satisfies RequestOf<ForgetDeviceRequest>;

interface Deps {
  readonly devices: Devices;
}

const forgetDevice =
  ({ devices }: Deps): Run<typeof request, object, TokenCaller> =>
  async ({ DeviceKey }, { caller }) => {
    await devices.forget(caller, DeviceKey);
    return {};
  };

export const definition = define({
  name: 'ForgetDevice',
  caller: 'accessToken',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ devices: devices() }),
  run: forgetDevice,
});

export const handler = operation(definition, accessToken);
