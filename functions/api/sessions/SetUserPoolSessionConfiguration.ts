/**
 * Sets whether a pool tracks sessions, and how many a user may have at once. Sessions that begin while it does are
 * listed and can be ended. Where there would be too many, the least recently used one ends.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html
 */

import type {
  SetUserPoolSessionConfigurationRequest,
  SetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { toSessionConfiguration } from '#shared/wire/session-configuration.ts';
import {
  type RequestOf,
  UserPoolIdType,
  UserPoolTokenSessionConfigType,
  UserSessionTrackingType,
} from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  UserSessionTracking: UserSessionTrackingType,
  TokenSession: UserPoolTokenSessionConfigType,
}) satisfies RequestOf<SetUserPoolSessionConfigurationRequest>;

export const { definition, handler } = signed({
  name: 'SetUserPoolSessionConfiguration',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, UserSessionTracking, TokenSession }): Promise<SetUserPoolSessionConfigurationResponse> => {
    const sessionTracking = { enabled: UserSessionTracking === 'ENABLED', maxPerUser: TokenSession.MaxPerUser };
    return toSessionConfiguration(await changeUserPool(UserPoolId, () => ({ sessionTracking })));
  },
});
