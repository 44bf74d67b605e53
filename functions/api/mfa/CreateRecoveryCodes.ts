/**
 * Gives the bearer of an access token ten recovery codes in `RecoveryCodes`, in place of those of an earlier call: each
 * is good once, as the code of any challenge for a second factor. They are told this one time.
 * An operation of Gatehouse's own: its target is `Gatehouse.CreateRecoveryCodes`. Throws InvalidParameterException where
 * the pool asks for no second factor.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { TokenCaller } from '#shared/services/callers/access-token.ts';
import type { RecoveryCodes } from '#shared/services/recovery-codes/recovery-codes.ts';
import { TokenModelType } from '#shared/wire/shapes.ts';
import { accessToken } from '#shared/wiring/access-token-callers.ts';
import { recoveryCodes } from '#shared/wiring/recovery-codes.ts';

const request = v.object({ AccessToken: TokenModelType });

interface Deps {
  readonly recoveryCodes: RecoveryCodes;
}

interface Response {
  readonly RecoveryCodes: readonly string[];
}

const createRecoveryCodes =
  ({ recoveryCodes }: Deps): Run<typeof request, Response, TokenCaller> =>
  async (_request, { caller }) => ({ RecoveryCodes: await recoveryCodes.renew(caller) });

export const definition = define({
  name: 'CreateRecoveryCodes',
  caller: 'accessToken',
  request,
  throws: ['ConcurrentModificationException', 'UserNotFoundException'],
  deps: () => ({ recoveryCodes: recoveryCodes() }),
  run: createRecoveryCodes,
});

export const handler = operation(definition, accessToken);
