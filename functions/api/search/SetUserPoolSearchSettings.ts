/**
 * Gives a pool indexes for up to five attributes in `SearchableAttributes`, custom ones, `created` and `updated` among
 * them, and takes those away that are not named. A worker fills a new index: until it is `Ready`, searches do not use it.
 * An operation of Gatehouse's own: its target is `Gatehouse.SetUserPoolSearchSettings`.
 */
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { SearchSettingsOf } from '#shared/services/user-pools/search-settings.ts';
import { SetSearchSettingsRequest, toSearchSettings } from '#shared/wire/search-settings.ts';
import { searchSettings } from '#shared/wiring/search-settings.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

interface Deps {
  readonly searchSettings: SearchSettingsOf;
}

const setUserPoolSearchSettings =
  ({ searchSettings }: Deps): Run<typeof SetSearchSettingsRequest, ReturnType<typeof toSearchSettings>, SignedCaller> =>
  async ({ UserPoolId, SearchableAttributes }) =>
    toSearchSettings(await searchSettings.set(UserPoolId, SearchableAttributes));

export const definition = define({
  name: 'SetUserPoolSearchSettings',
  caller: 'signed',
  request: SetSearchSettingsRequest,
  throws: ['ConcurrentModificationException'],
  deps: () => ({ searchSettings: searchSettings() }),
  run: setUserPoolSearchSettings,
});

export const handler = operation(definition, signed);
