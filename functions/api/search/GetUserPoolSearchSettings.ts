/**
 * Tells which attributes a pool has indexes of its own for: `SearchableAttributes`, each `Indexing` or `Ready`, and while
 * one is being filled in `IndexedUsers` how many users are in. An operation of Gatehouse's own: its target is
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
