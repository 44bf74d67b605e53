/**
 * Sends the bearer of an access token a code that verifies an email address or phone number.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
 */

import type {
  GetUserAttributeVerificationCodeRequest,
  GetUserAttributeVerificationCodeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { sendVerificationCode } from '#shared/services/users/verifications.ts';
import { AttributeNameType, ClientMetadataType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  AttributeName: AttributeNameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<GetUserAttributeVerificationCodeRequest>;

export const { definition, handler } = byAccessToken({
  name: 'GetUserAttributeVerificationCode',
  request,
  throws: sendCodeExceptions,
  run: async ({ AttributeName, ClientMetadata }, caller): Promise<GetUserAttributeVerificationCodeResponse> => ({
    CodeDeliveryDetails: await sendVerificationCode({ ...caller, clientMetadata: ClientMetadata }, AttributeName),
  }),
});
