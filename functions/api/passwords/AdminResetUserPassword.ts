/**
 * Puts a user's password out of force and sends the code that lets the user set a new one.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminResetUserPassword.html
 */
import type {
  AdminResetUserPasswordRequest,
  AdminResetUserPasswordResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { RequireReset } from '#shared/services/recovery/required-reset.ts';
import type { Users } from '#shared/services/users/users.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { ClientMetadataType, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { requireReset } from '#shared/wiring/required-reset.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { users } from '#shared/wiring/users.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
  ClientMetadata: v.optional(ClientMetadataType),
}) satisfies RequestOf<AdminResetUserPasswordRequest>;

interface Deps {
  readonly directory: Directory;
  readonly requireReset: RequireReset;
  readonly users: Users;
}

const adminResetUserPassword =
  ({ directory, requireReset, users }: Deps): Run<typeof request, AdminResetUserPasswordResponse, SignedCaller> =>
  async ({ UserPoolId, Username, ClientMetadata }) => {
    const { pool } = await directory.pool(UserPoolId);
    await retryOnConflict(async () =>
      requireReset({ pool, record: await users.get(pool, Username), clientMetadata: ClientMetadata }),
    );
    return {};
  };

export const definition = define({
  name: 'AdminResetUserPassword',
  caller: 'signed',
  request,
  throws: [
    'InvalidEmailRoleAccessPolicyException',
    'InvalidLambdaResponseException',
    'InvalidSmsRoleAccessPolicyException',
    'LimitExceededException',
    'UnexpectedLambdaException',
    'UserLambdaValidationException',
    'UserNotFoundException',
  ],
  deps: () => ({ directory: directory(), requireReset: requireReset(), users: users() }),
  run: adminResetUserPassword,
});

export const handler = operation(definition, signed);
