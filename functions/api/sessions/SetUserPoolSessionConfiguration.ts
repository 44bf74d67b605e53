/**
 * Sets whether a pool tracks sessions, and how many a user may have at once. Sessions that begin while it does are
 * listed, can be ended, and the least recently used one makes room for one too many.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_SetUserPoolSessionConfiguration.html
 */
import type {
  SetUserPoolSessionConfigurationRequest,
  SetUserPoolSessionConfigurationResponse,
} from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { UserPools } from '#shared/services/user-pools/user-pools.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { toSessionConfiguration } from '#shared/wire/session-configuration.ts';
import { UserPoolIdType, UserPoolTokenSessionConfigType, UserSessionTrackingType } from '#shared/wire/shapes.ts';
import { signed } from '#shared/wiring/signed-callers.ts';
import { userPools } from '#shared/wiring/user-pools.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  UserSessionTracking: UserSessionTrackingType,
  TokenSession: UserPoolTokenSessionConfigType,
}) satisfies RequestOf<SetUserPoolSessionConfigurationRequest>;

interface Deps {
  readonly userPools: UserPools;
}

const setUserPoolSessionConfiguration =
  ({ userPools }: Deps): Run<typeof request, SetUserPoolSessionConfigurationResponse, SignedCaller> =>
  async ({ UserPoolId, UserSessionTracking, TokenSession }) => {
    const sessionTracking = { enabled: UserSessionTracking === 'ENABLED', maxPerUser: TokenSession.MaxPerUser };
    return toSessionConfiguration(await userPools.change(UserPoolId, () => ({ sessionTracking })));
  };

export const definition = define({
  name: 'SetUserPoolSessionConfiguration',
  caller: 'signed',
  request,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ userPools: userPools() }),
  run: setUserPoolSessionConfiguration,
});

export const handler = operation(definition, signed);
