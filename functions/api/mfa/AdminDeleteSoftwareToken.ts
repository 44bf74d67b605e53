/**
 * Removes a user's authenticator app, so that another one can be set up.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_AdminDeleteSoftwareToken.html
 */

import type {
  AdminDeleteSoftwareTokenRequest,
  AdminDeleteSoftwareTokenResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { removeSoftwareToken } from '#shared/services/totp/software-tokens.ts';
import { type RequestOf, UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  Username: UsernameType,
}) satisfies RequestOf<AdminDeleteSoftwareTokenRequest>;

export const { definition, handler } = signedOnPool({
  name: 'AdminDeleteSoftwareToken',
  request,
  throws: ['UserNotFoundException'],
  run: async ({ Username }, { pool }): Promise<AdminDeleteSoftwareTokenResponse> => {
    await removeSoftwareToken(pool, Username);
    return {};
  },
});
