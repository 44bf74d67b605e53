/**
 * Makes the user who signs up, and sends the code that confirms the address given.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SignUp.html
 */
import type { SignUpRequest, SignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { ClientSecrets } from '#shared/services/app-clients/client-secrets.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { SignUpSessions } from '#shared/services/sign-in/continued-sign-up.ts';
import { type Register, signsUpWithoutPassword } from '#shared/services/sign-up/registration.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AnalyticsMetadataType,
  AttributeListType,
  ClientIdType,
  ClientMetadataType,
  PasswordType,
  SecretHashType,
  UserContextDataType,
  UsernameType,
} from '#shared/wire/shapes.ts';
import { toAttributes, toTexts } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { clientSecrets } from '#shared/wiring/client-secrets.ts';
import { directory } from '#shared/wiring/directory.ts';
import { register } from '#shared/wiring/registration.ts';
import { signUpSessions } from '#shared/wiring/sign-in-sessions.ts';

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

interface Deps {
  readonly clientSecrets: ClientSecrets;
  readonly directory: Directory;
  readonly register: Register;
  readonly signUpSessions: SignUpSessions;
}

const signUp =
  ({ clientSecrets, directory, register, signUpSessions }: Deps): Run<typeof request, Wire<SignUpResponse>> =>
  async ({ ClientId, SecretHash, Username, Password, UserAttributes, ValidationData, ClientMetadata }) => {
    const app = await directory.client(ClientId);
    await clientSecrets.assertHash(app, SecretHash, [Username]);
    if (app.pool.settings.AdminCreateUserConfig?.AllowAdminCreateUserOnly) {
      throw new CognitoException('NotAuthorizedException', 'SignUp is not permitted for this user pool');
    }
    if (Password === undefined && !signsUpWithoutPassword(app)) {
      throw new CognitoException('InvalidParameterException', 'Missing required parameter Password');
    }
    const { user, userKey, delivery } = await register({
      app,
      username: Username,
      password: Password,
      attributes: toAttributes(UserAttributes),
      validationData: ValidationData && toTexts(ValidationData),
      clientMetadata: ClientMetadata,
    });
    const session = delivery && (await signUpSessions.begin(app, { userKey, user }));
    return {
      ...(session && { Session: session }),
      UserConfirmed: user.status === 'CONFIRMED',
      ...(delivery && { CodeDeliveryDetails: delivery }),
      UserSub: user.sub,
    };
  };

export const definition = define({
  name: 'SignUp',
  caller: 'client',
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
  deps: () => ({
    clientSecrets: clientSecrets(),
    directory: directory(),
    register: register(),
    signUpSessions: signUpSessions(),
  }),
  run: signUp,
});

export const handler = operation(definition);
