/**
 * Makes the user of a sign-up, and sends the code that confirms the given address.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */

import type { SignUpRequest, SignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { protectionMode } from '#shared/domain/user-pools/settings.ts';
import { byClient } from '#shared/operations/by-client.ts';
import { assertSecretHash, statedOrigin } from '#shared/services/app-clients/client-secrets.ts';
import type { Noting } from '#shared/services/risk/noting.ts';
import type { ProtectedRequest } from '#shared/services/risk/watched-work.ts';
import { beginSignUpSession } from '#shared/services/sign-in/continued-sign-up.ts';
import { register } from '#shared/services/sign-up/registration.ts';
import {
  AnalyticsMetadataType,
  AttributeListType,
  ClientIdType,
  ClientMetadataType,
  PasswordType,
  type RequestOf,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import { toAttributes, toTexts } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

// Loaded only where threat protection is on.
const watched = async <Result>(
  asked: ProtectedRequest,
  work: (noting?: Noting) => Promise<Result>,
): Promise<Result> => {
  if (protectionMode(asked.app.pool) === 'OFF') return work();
  return (await import('#shared/services/risk/protected-work.ts')).protectedWork(asked, work);
};

const request = v.object({
  ClientId: ClientIdType,
  SecretHash: v.optional(SecretHashType),
  Username: UsernameType,
  Password: v.optional(PasswordType),
  UserAttributes: v.optional(AttributeListType),
  ValidationData: v.optional(AttributeListType),
  AnalyticsMetadata: v.optional(AnalyticsMetadataType),
  UserContextData: v.optional(UserContextDataType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<SignUpRequest>;

export const { definition, handler } = byClient({
  name: 'SignUp',
  request,
  throws: [
    'CodeDeliveryFailureException',
    'InvalidLambdaResponseException',
    'InvalidPasswordException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UsernameExistsException',
  ],
  run: async (
    { SecretHash, Username, Password, UserAttributes, ValidationData, UserContextData, ClientMetadata },
    app,
    call,
  ): Promise<Wire<SignUpResponse>> => {
    await assertSecretHash(app, SecretHash, [Username]);
    const origin = statedOrigin(app.client, call, UserContextData, SecretHash);
    const asked = { app, type: 'SignUp', origin, side: 'public' } as const;
    const request = {
      app,
      username: Username,
      password: Password,
      attributes: toAttributes(UserAttributes),
      validationData: ValidationData && toTexts(ValidationData),
      clientMetadata: ClientMetadata,
    };
    const { user, userKey, delivery } = await watched(asked, (noting) => register({ ...request, noting }));
    const session = delivery && (await beginSignUpSession(app, { userKey, user }));
    return {
      ...(session && { Session: session }),
      UserConfirmed: user.status === 'CONFIRMED',
      ...(delivery && { CodeDeliveryDetails: delivery }),
      UserSub: user.sub,
    };
  },
});
