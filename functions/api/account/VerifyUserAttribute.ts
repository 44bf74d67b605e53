/**
 * Verifies an email address or phone number of the bearer of an access token, by the code that was sent to it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
 */

import type {
  VerifyUserAttributeRequest,
  VerifyUserAttributeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { proveAttribute } from '#shared/services/users/verifications.ts';
import { AttributeNameType, ConfirmationCodeType, type RequestOf, TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({
  AccessToken: TokenModelType,
  AttributeName: AttributeNameType,
  Code: ConfirmationCodeType,
}) satisfies RequestOf<VerifyUserAttributeRequest>;

export const { definition, handler } = byAccessToken({
  name: 'VerifyUserAttribute',
  request,
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'LimitExceededException',
    'UserNotFoundException',
  ],
  run: async ({ AttributeName, Code }, caller): Promise<VerifyUserAttributeResponse> => {
    await proveAttribute(caller, AttributeName, Code);
    return {};
  },
});
