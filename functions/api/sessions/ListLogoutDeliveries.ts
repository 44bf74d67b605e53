/**
 * Lists what the pool's app clients are told of sessions that ended, of the last seven days, the latest first: all, or what is
 * about one client (`ClientId`), one user (`Sub`) or one session (`Sid`, as ID tokens name it). Each page looks at
 * `MaxResults` of the pool's, so it may have fewer.
 * An operation of Gatehouse's own: its target is `Gatehouse.ListLogoutDeliveries`.
 */

import * as v from 'valibot';
import { logoutDeliveryRepository } from '#shared/data/oauth/logout-delivery-repository.ts';
import { signed } from '#shared/operations/signed.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { getUserPool } from '#shared/services/user-pools/user-pools.ts';
import { type LogoutDeliveryType, SessionNameType, toLogoutDelivery } from '#shared/wire/logout-delivery.ts';
import { ClientIdType, PaginationKey, QueryLimit, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  ClientId: v.optional(ClientIdType),
  Sub: v.optional(SessionNameType),
  Sid: v.optional(SessionNameType),
  MaxResults: v.optional(QueryLimit),
  NextToken: v.optional(PaginationKey),
});

interface Response {
  readonly LogoutDeliveries: readonly LogoutDeliveryType[];
  readonly NextToken: string | undefined;
}

export const { definition, handler } = signed({
  name: 'ListLogoutDeliveries',
  request,
  throws: [],
  run: async ({ UserPoolId, ClientId, Sub, Sid, MaxResults = 60, NextToken }): Promise<Response> => {
    const { pool } = await getUserPool(UserPoolId);
    const seal = await sealing().general(pool);
    const query = ['ListLogoutDeliveries', UserPoolId, ClientId, Sub, Sid];
    const start = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const having = { clientId: ClientId, sub: Sub, sid: Sid };
    const { found, next } = await logoutDeliveryRepository().list(UserPoolId, { limit: MaxResults, start, having });
    return { LogoutDeliveries: found.map(toLogoutDelivery), NextToken: next && toPageToken(seal, query, next) };
  },
});
