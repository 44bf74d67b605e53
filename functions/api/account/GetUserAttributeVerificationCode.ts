/**
 * Sends the bearer of an access token a code that proves an email address or phone number.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserAttributeVerificationCode.html
 */
import type {
  GetUserAttributeVerificationCodeRequest,
  GetUserAttributeVerificationCodeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { sendCodeExceptions } from '#shared/api/exception-lists.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Verifications } from '#shared/services/users/verifications.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { AttributeNameType, ClientMetadataType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { verifications } from '#shared/wiring/verifications.ts';

const request = v.object({
  AccessToken: TokenModelType,
  AttributeName: AttributeNameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<GetUserAttributeVerificationCodeRequest>;

interface Deps {
  readonly verifications: Verifications;
}

const getUserAttributeVerificationCode =
  ({ verifications }: Deps): Run<typeof request, GetUserAttributeVerificationCodeResponse, TokenCaller> =>
  async ({ AttributeName, ClientMetadata }, { caller }) => ({
    CodeDeliveryDetails: await verifications.sendCode({ ...caller, clientMetadata: ClientMetadata }, AttributeName),
  });

export const definition = define({
  name: 'GetUserAttributeVerificationCode',
  caller: 'accessToken',
  request,
  throws: sendCodeExceptions,
  deps: () => ({ verifications: verifications() }),
  run: getUserAttributeVerificationCode,
});

export const handler = operation(definition, accessToken);
