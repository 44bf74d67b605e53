/**
 * Takes a user's authenticator app away, so that another one can be set up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
 */
import type {
  AdminDeleteSoftwareTokenRequest,
  AdminDeleteSoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { Directory } from '#shared/services/directory/directory.ts';
import type { SoftwareTokens } from '#shared/services/totp/software-tokens.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';
import { directory } from '#shared/wiring/directory.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { softwareTokens } from '#shared/wiring/software-tokens.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDeleteSoftwareTokenRequest>;

interface Deps {
  readonly directory: Directory;
  readonly softwareTokens: SoftwareTokens;
}

const adminDeleteSoftwareToken =
  ({ directory, softwareTokens }: Deps): Run<typeof request, AdminDeleteSoftwareTokenResponse, SignedCaller> =>
  async ({ UserPoolId, Username }) => {
    const { pool } = await directory.pool(UserPoolId);
    await softwareTokens.remove(pool, Username);
    return {};
  };

export const definition = define({
  name: 'AdminDeleteSoftwareToken',
  caller: 'signed',
  request,
  throws: ['UserNotFoundException'],
  deps: () => ({ directory: directory(), softwareTokens: softwareTokens() }),
  run: adminDeleteSoftwareToken,
});

export const handler = operation(definition, signed);
