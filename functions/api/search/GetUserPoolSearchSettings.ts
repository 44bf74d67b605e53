/**
 * Tells which attributes a pool has indexes of its own for: `SearchableAttributes`, each `Indexing` or `Ready`, and while
 * one is being filled in `IndexedUsers` how many users are in. An operation of Gatehouse's own: its target is
 * `Gatehouse.GetUserPoolSearchSettings`.
 */
import * as v from 'valibot';
import { define, type Run } from '#shared/api/definition.ts';
import { operation } from '#shared/api/operation.ts';
import type { SignedCaller } from '#shared/services/callers/signed.ts';
import type { SearchSettingsOf } from '#shared/services/user-pools/search-settings.ts';
import { toSearchSettings } from '#shared/wire/search-settings.ts';
import { UserPoolIdType } from '#shared/wire/shapes.ts';
import { searchSettings } from '#shared/wiring/search-settings.ts';
import { signed } from '#shared/wiring/signed-callers.ts';

const request = v.object({ UserPoolId: UserPoolIdType });

interface Deps {
  readonly searchSettings: SearchSettingsOf;
}

const getUserPoolSearchSettings =
  ({ searchSettings }: Deps): Run<typeof request, ReturnType<typeof toSearchSettings>, SignedCaller> =>
  async ({ UserPoolId }) =>
    toSearchSettings(await searchSettings.get(UserPoolId));

export const definition = define({
  name: 'GetUserPoolSearchSettings',
  caller: 'signed',
  request,
  throws: [],
  deps: () => ({ searchSettings: searchSettings() }),
  run: getUserPoolSearchSettings,
});

export const handler = operation(definition, signed);
