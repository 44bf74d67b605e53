import * as v from 'valibot';
import { mostIndexed } from '#shared/domain/user-pools/search-settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { AttributeNameType, list, UserPoolIdType } from './shapes.ts';

export const SetSearchSettingsRequest = v.object({
  UserPoolId: UserPoolIdType,
  SearchableAttributes: list(AttributeNameType, { max: mostIndexed }),
});

/** The indexed attributes of a pool. `IndexedUsers` is there while an index is being filled. */
export const toSearchSettings = ({
  pool,
  indexedUsers,
}: {
  readonly pool: UserPool;
  readonly indexedUsers: number | undefined;
}) => ({
  UserPoolId: pool.id,
  SearchableAttributes: (pool.search?.attributes ?? []).map(({ attribute, isReady }) => ({
    Attribute: attribute,
    Status: isReady ? ('Ready' as const) : ('Indexing' as const),
  })),
  ...(indexedUsers !== undefined && { IndexedUsers: indexedUsers }),
});
