/**
 * Sets which form a pool's access tokens have (`AccessTokenFormat`: COGNITO, or RFC9068, which has a type and always an
 * audience), and whose tokens it takes in place of a sign-in (`TrustedIssuers`). What is not given gets its default. An operation of Gatehouse's own: its target is
 * `Gatehouse.SetUserPoolTokenSettings`.
 */

import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { assertTokenSettings } from '#shared/domain/user-pools/token-settings.ts';
import { signed } from '#shared/operations/signed.ts';
import { changeUserPool } from '#shared/services/user-pools/user-pools.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { fromTokenSettings, tokenSettings, toTokenSettings } from '#shared/wire/token-settings.ts';

const request = v.object({ UserPoolId: UserPoolIdType, ...tokenSettings });

export const { definition, handler } = signed({
  name: 'SetUserPoolTokenSettings',
  request,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, ...given }): Promise<ReturnType<typeof toTokenSettings>> => {
    const tokens = fromTokenSettings(given);
    const { issuerOrigin, outbound } = environment();
    assertTokenSettings(tokens, { issuerOrigin, outboundHosts: outbound.hosts });
    return toTokenSettings(await changeUserPool(UserPoolId, () => ({ tokens })));
  },
});
