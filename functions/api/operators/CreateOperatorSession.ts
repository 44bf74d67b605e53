/**
 * Gives an operator keys for administration in place of an access token, for an hour at most: access key, secret and session
 * token, as STS gives them. What they may do is what the operator's groups are for, and they end with the session of the
 * token. Throws NotAuthorizedException for a user who is no operator, and for a token of another app client than those of
 * operators. An operation of Gatehouse's own: its target is `Gatehouse.CreateOperatorSession`.
 */

import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { createOperatorKeys } from '#shared/services/operators/operators.ts';
import { toOperatorGroup } from '#shared/wire/operators.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { toEpochSeconds } from '#shared/wire/wire.ts';

const request = v.object({ AccessToken: TokenModelType });

interface Response {
  readonly Credentials: {
    readonly AccessKeyId: string;
    readonly SecretAccessKey: string;
    readonly SessionToken: string;
    /** Seconds since the epoch. */
    readonly Expiration: number;
  };
  readonly Username: string;
  readonly Groups: readonly ReturnType<typeof toOperatorGroup>[];
}

export const { definition, handler } = byAccessToken({
  name: 'CreateOperatorSession',
  request,
  throws: ['UserNotFoundException'],
  run: async (_request, caller): Promise<Response> => {
    const { accessKeyId, secretAccessKey, sessionToken, expiresAt, groups } = await createOperatorKeys(caller);
    return {
      Credentials: {
        AccessKeyId: accessKeyId,
        SecretAccessKey: secretAccessKey,
        SessionToken: sessionToken,
        Expiration: toEpochSeconds(expiresAt),
      },
      Username: caller.user.username,
      Groups: groups.map(toOperatorGroup),
    };
  },
});
