/**
 * Confirms the device to which a sign-in offered a key. From then on, its user can prove by it which device a sign-in
 * is made on.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_ConfirmDevice.html
 */

import type { ConfirmDeviceRequest, ConfirmDeviceResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { toSecretVerifier } from '#shared/domain/devices/secret-verifier.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { confirmDevice } from '#shared/services/devices/device-confirmation.ts';
import {
  DeviceKeyType,
  DeviceNameType,
  DeviceSecretVerifierConfigType,
  type RequestOf,
  TokenModelType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  DeviceKey: DeviceKeyType,
  DeviceSecretVerifierConfig: v.optional(DeviceSecretVerifierConfigType),
  DeviceName: v.optional(DeviceNameType),
}) satisfies RequestOf<ConfirmDeviceRequest>;

export const { definition, handler } = byAccessToken({
  name: 'ConfirmDevice',
  request,
  throws: ['DeviceKeyExistsException', 'UserNotFoundException'],
  run: async (
    { DeviceKey, DeviceSecretVerifierConfig, DeviceName },
    caller,
    { sourceIp },
  ): Promise<ConfirmDeviceResponse> => {
    const { remembered } = await confirmDevice(caller, {
      ...toSecretVerifier(DeviceSecretVerifierConfig),
      deviceKey: DeviceKey,
      name: DeviceName,
      sourceIp: sourceIp || undefined,
    });
    return { UserConfirmationNecessary: !remembered };
  },
});
