import { createUserSearchRepository } from '#shared/data/users/user-search-repository.ts';
import { createUserSearch } from '#shared/services/users/user-search.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { table } from './store.ts';

export const userSearch = once(() =>
  createUserSearch({ sealing: sealing(), userSearch: createUserSearchRepository(table()) }),
);
