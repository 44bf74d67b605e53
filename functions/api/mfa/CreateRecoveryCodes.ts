/**
 * Gives the bearer of an access token ten recovery codes in `RecoveryCodes`, which replace earlier ones. Each can be
 * used once, as the code of any challenge for a second factor. They are told only this once. An operation of
 * Gatehouse's own: its target is `Gatehouse.CreateRecoveryCodes`. Throws InvalidParameterException where the pool asks
 * for no second factor.
 */

import * as v from 'valibot';
import { byAccessToken } from '#shared/operations/by-access-token.ts';
import { renewRecoveryCodes } from '#shared/services/recovery-codes/recovery-codes.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';

const request = v.object({ AccessToken: TokenModelType });

interface Response {
  readonly RecoveryCodes: readonly string[];
}

export const { definition, handler } = byAccessToken({
  name: 'CreateRecoveryCodes',
  request,
  throws: ['ConcurrentModificationException', 'UserNotFoundException'],
  run: async (_request, caller): Promise<Response> => ({ RecoveryCodes: await renewRecoveryCodes(caller) }),
});
