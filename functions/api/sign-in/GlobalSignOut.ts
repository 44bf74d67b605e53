/**
 * Revokes every token of the bearer of an access token.
 *
 * @see https://docs.aws.amazon.com/cognito-user-identity-pools/latest/APIReference/API_GlobalSignOut.html
 */
import type { GlobalSignOutRequest, GlobalSignOutResponse } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { Revocation } from '#shared/services/tokens/revocation.ts';
import type { RequestOf } from '#shared/wire/fields.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { revocation } from '#shared/wiring/revocation.ts';

const request = v.object({
  AccessToken: TokenModelType,
}) satisfies RequestOf<GlobalSignOutRequest>;

interface Deps {
  readonly revocation: Revocation;
}

const globalSignOut =
  ({ revocation }: Deps): Run<typeof request, GlobalSignOutResponse, TokenCaller> =>
  async (_request, { caller: { pool, userKey } }) => {
    await revocation.signOut(pool, userKey);
    return {};
  };

export const definition = define({
  name: 'GlobalSignOut',
  caller: 'accessToken',
  request,
  throws: ['PasswordResetRequiredException', 'UserNotConfirmedException', 'UserNotFoundException'],
  deps: () => ({ revocation: revocation() }),
  run: globalSignOut,
});

export const handler = operation(definition, accessToken);
