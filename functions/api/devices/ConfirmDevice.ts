/**
 * Confirms the device that a sign-in offered a key to: its user may prove by it, from then on, where a sign-in is made.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
 */
import type { ConfirmDeviceRequest, ConfirmDeviceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { toSecretVerifier } from '#shared/domain/devices/secret-verifier.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { ConfirmDevice } from '#shared/services/devices/device-confirmation.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { DeviceKeyType, DeviceNameType, DeviceSecretVerifierConfigType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { confirmDevice as deviceConfirmation } from '#shared/wiring/devices.ts';

const request = v.object({
  AccessToken: TokenModelType,
  DeviceKey: DeviceKeyType,
  DeviceSecretVerifierConfig: v.optional(DeviceSecretVerifierConfigType),
  DeviceName: v.optional(DeviceNameType),
}) satisfies RequestOf<ConfirmDeviceRequest>;

interface Deps {
  readonly confirm: ConfirmDevice;
}

const confirmDevice =
  ({ confirm }: Deps): Run<typeof request, ConfirmDeviceResponse, TokenCaller> =>
  async ({ DeviceKey, DeviceSecretVerifierConfig, DeviceName }, { caller, sourceIp }) => {
    const { remembered } = await confirm(caller, {
      ...toSecretVerifier(DeviceSecretVerifierConfig),
      deviceKey: DeviceKey,
      name: DeviceName,
      sourceIp: sourceIp || undefined,
    });
    return { UserConfirmationNecessary: !remembered };
  };

export const definition = define({
  name: 'ConfirmDevice',
  caller: 'accessToken',
  request,
  throws: ['DeviceKeyExistsException', 'UserNotFoundException'],
  deps: () => ({ confirm: deviceConfirmation() }),
  run: confirmDevice,
});

export const handler = operation(definition, accessToken);
