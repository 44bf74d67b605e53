/**
 * Confirms a user who signed up, without a code; nothing is verified by it.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminConfirmSignUp.html
 */
import type { AdminConfirmSignUpRequest, AdminConfirmSignUpResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { Confirm } from '#shared/services/sign-up/confirmation.ts';
import type { Triggers } from '#shared/services/triggers/triggers.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientMetadataType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { confirm } from '#shared/wiring/confirmation.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { triggers } from '#shared/wiring/triggers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminConfirmSignUpRequest>;

interface Deps {
  readonly confirm: Confirm;
  readonly directory: Directory;
  readonly triggers: Triggers;
  readonly users: Users;
}

const adminConfirmSignUp =
  ({ confirm, directory, triggers, users }: Deps): Run<typeof request, AdminConfirmSignUpResponse, SignedCaller> =>
  async ({ UserPoolId, Username, ClientMetadata }) => {
    const { pool } = await directory.pool(UserPoolId);
    const user = await retryOnConflict(async () => confirm({ pool, record: await users.get(pool, Username) }));
    const occasion = { pool, clientId: undefined, clientMetadata: ClientMetadata };
    await triggers.postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
    return {};
  };

export const definition = define({
  name: 'AdminConfirmSignUp',
  caller: 'signed',
  request,
  throws: [
    'InvalidLambdaResponseException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  deps: () => ({ confirm: confirm(), directory: directory(), triggers: triggers(), users: users() }),
  run: adminConfirmSignUp,
});

export const handler = operation(definition, signed);
