/**
 * Gives a pool indexes for up to five attributes in `SearchableAttributes`, which may be custom ones, `created` and
 * `updated`. Indexes of other attributes are removed. A worker fills a new index, and searches do not use it until it
 * is `Ready`. An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolSearchSettings`.
 */
import { signed } from '#shared/operations/signed.ts';
import { setSearchSettings } from '#shared/services/user-pools/search-settings.ts';
import { SetSearchSettingsRequest, toSearchSettings } from '#shared/wire/search-settings.ts';

export const { definition, handler } = signed({
  name: 'SetUserPoolSearchSettings',
  request: SetSearchSettingsRequest,
  throws: ['ConcurrentModificationException'],
  run: async ({ UserPoolId, SearchableAttributes }): Promise<ReturnType<typeof toSearchSettings>> =>
    toSearchSettings(await setSearchSettings(UserPoolId, SearchableAttributes)),
});
