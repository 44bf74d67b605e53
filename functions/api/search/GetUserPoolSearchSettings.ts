/**
 * Tells for which attributes a pool has additional indexes: `SearchableAttributes`, each `Indexing` or `Ready`. While
 * one is being filled, `IndexedUsers` tells how many users are in it. An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolSearchSettings`.
 */

import * as v from 'valibot';
import { signed } from '#shared/operations/signed.ts';
import { getSearchSettings } from '#shared/services/user-pools/search-settings.ts';
import { toSearchSettings } from '#shared/wire/search-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

export const { definition, handler } = signed({
  name: 'GetUserPoolSearchSettings',
  request,
  throws: [],
  run: async ({ UserPoolId }): Promise<ReturnType<typeof toSearchSettings>> =>
    toSearchSettings(await getSearchSettings(UserPoolId)),
});
