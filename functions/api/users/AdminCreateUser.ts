/**
 * Makes a user with a temporary password and sends an invitation, or sends an invitation again.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminCreateUser.html
 */

import type { AdminCreateUserRequest, AdminCreateUserResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { createUser, inviteAgain } from '#shared/services/invitations/invited-users.ts';
import {
  AttributeListType,
  ClientMetadataType,
  DeliveryMediumListType,
  ForceAliasCreation,
  MessageActionType,
  PasswordType,
  type RequestOf,
  UsernameType,
  UserPoolIdType,
} from '#shared/wire/shapes.ts';
import { toAttributes, toTexts, toUserType } from '#shared/wire/user.ts';
import type { Wire } from '#shared/wire/wire.ts';

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

export const { definition, handler } = signedOnPool({
  name: 'AdminCreateUser',
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
  run: async ({ Username, MessageAction, ...given }, { pool }): Promise<Wire<AdminCreateUserResponse>> => {
    const invitation = {
      pool,
      username: Username,
      password: given.TemporaryPassword,
      mediums: given.DesiredDeliveryMediums,
      clientMetadata: given.ClientMetadata,
    };
    const user =
      MessageAction === 'RESEND'
        ? await inviteAgain(invitation)
        : await createUser({
            ...invitation,
            attributes: toAttributes(given.UserAttributes),
            validationData: given.ValidationData && toTexts(given.ValidationData),
            forceAliases: given.ForceAliasCreation ?? false,
            silent: MessageAction === 'SUPPRESS',
          });
    return { User: toUserType(user) };
  },
});
