/**
 * Tells whether a pool tracks sessions, and how many a user may have at once.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GetUserPoolSessionConfiguration.html
 */

import type {
  GetUserPoolSessionConfigurationRequest,
  GetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { type RequestOf, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
}) satisfies RequestOf<GetUserPoolSessionConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'GetUserPoolSessionConfiguration',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<GetUserPoolSessionConfigurationResponse> => {
    const { pool } = await getUserPool(UserPoolId);
    return toSessionConfiguration(pool);
  },
});
