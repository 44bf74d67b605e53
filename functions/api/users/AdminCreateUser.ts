/**
 * Makes a user with a temporary password and sends an invitation, or sends the invitation of one again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */
import type { AdminCreateUserRequest, AdminCreateUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { NewUsers } from '#shared/services/users/new-users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import {
  AttributeListType,
  ClientMetadataType,
  DeliveryMediumListType,
  ForceAliasCreation,
  MessageActionType,
  PasswordType,
  UsernameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toAttributes, toTexts, toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';
import { directory } from '#shared/wiring/directory.ts';
import { newUsers } from '#shared/wiring/new-users.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  UserAttributes: v.optional(AttributeListType),
  ValidationData: v.optional(AttributeListType),
  TemporaryPassword: v.optional(PasswordType),
  ForceAliasCreation: v.optional(ForceAliasCreation),
  MessageAction: v.optional(MessageActionType),
  DesiredDeliveryMediums: v.optional(DeliveryMediumListType),
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminCreateUserRequest>;

interface Deps {
  readonly directory: Directory;
  readonly newUsers: NewUsers;
}

const adminCreateUser =
  ({ directory, newUsers }: Deps): Run<typeof request, Wire<AdminCreateUserResponse>, SignedCaller> =>
  async ({ UserPoolId, Username, MessageAction, ...given }) => {
    const { pool } = await directory.pool(UserPoolId);
    const invitation = {
      pool,
      username: Username,
      password: given.TemporaryPassword,
      mediums: given.DesiredDeliveryMediums,
      clientMetadata: given.ClientMetadata,
    };
    const user =
      MessageAction === 'RESEND'
        ? await newUsers.inviteAgain(invitation)
        : await newUsers.create({
            ...invitation,
            attributes: toAttributes(given.UserAttributes),
            validationData: given.ValidationData && toTexts(given.ValidationData),
            forceAliases: given.ForceAliasCreation ?? false,
            silent: MessageAction === 'SUPPRESS',
          });
    return { User: toUserType(user) };
  };

export const definition = define({
  name: 'AdminCreateUser',
  caller: 'signed',
  request,
  throws: [
    'CodeDeliveryFailureException',
    'InvalidLambdaResponseException',
    'InvalidPasswordException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UnsupportedUserStateException',
    'UserLambdaValidationException',
    'UserNotFoundException',
    'UsernameExistsException',
  ],
  deps: () => ({ directory: directory(), newUsers: newUsers() }),
  run: adminCreateUser,
});

export const handler = operation(definition, signed);
