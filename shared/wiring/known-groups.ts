import { createKnownGroups } from '#shared/services/directory/known-groups.ts';
import { once } from './once.ts';
import { groupRepository } from './store.ts';

export const knownGroups = once(() => createKnownGroups({ groupRepository: groupRepository() }));
