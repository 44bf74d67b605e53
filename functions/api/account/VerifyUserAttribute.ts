/**
 * Proves an email address or phone number of the bearer of an access token by the code that went there.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_VerifyUserAttribute.html
 */
import type {
  VerifyUserAttributeRequest,
  VerifyUserAttributeResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Verifications } from '#shared/services/users/verifications.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { AttributeNameType, ConfirmationCodeType, TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { verifications } from '#shared/wiring/verifications.ts';

const request = v.object({
  AccessToken: TokenModelType,
  AttributeName: AttributeNameType,
  Code: ConfirmationCodeType,
}) satisfies RequestOf<VerifyUserAttributeRequest>;

interface Deps {
  readonly verifications: Verifications;
}

const verifyUserAttribute =
  ({ verifications }: Deps): Run<typeof request, VerifyUserAttributeResponse, TokenCaller> =>
  async ({ AttributeName, Code }, { caller }) => {
    await verifications.prove(caller, AttributeName, Code);
    return {};
  };

export const definition = define({
  name: 'VerifyUserAttribute',
  caller: 'accessToken',
  request,
  throws: [
    'AliasExistsException',
    'CodeMismatchException',
    'ExpiredCodeException',
    'LimitExceededException',
    'UserNotFoundException',
  ],
  deps: () => ({ verifications: verifications() }),
  run: verifyUserAttribute,
});

export const handler = operation(definition, accessToken);
