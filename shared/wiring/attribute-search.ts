import { createUserCandidates } from '#shared/data/users/user-candidates.ts';
import { createAttributeSearch } from '#shared/services/users/attribute-search.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { groupRepository, table } from './store.ts';

export const attributeSearch = once(() =>
  createAttributeSearch({
    candidates: createUserCandidates(table()),
    groupRepository: groupRepository(),
    sealing: sealing(),
  }),
);
