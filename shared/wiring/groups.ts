import { createGroupPurge } from '#shared/services/groups/group-purge.ts';
import { createGroups } from '#shared/services/groups/groups.ts';
import { createMemberList } from '#shared/services/groups/member-list.ts';
import { createMemberships } from '#shared/services/groups/memberships.ts';
import { directory } from './directory.ts';
import { deletedGroupRepository } from './job-stores.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { groupRepository, memberRepository, table, userRepository } from './store.ts';
import { userChanges, users } from './users.ts';

export const groups = once(() =>
  createGroups({ deletedGroups: deletedGroupRepository(), groupRepository: groupRepository(), table: table() }),
);

export const memberships = once(() =>
  createMemberships({ groupRepository: groupRepository(), table: table(), userChanges: userChanges(), users: users() }),
);

export const memberList = once(() =>
  createMemberList({
    groupRepository: groupRepository(),
    members: memberRepository(),
    sealing: sealing(),
    users: users(),
  }),
);

export const groupPurge = once(() =>
  createGroupPurge({
    deletedGroups: deletedGroupRepository(),
    directory: directory(),
    members: memberRepository(),
    table: table(),
    userChanges: userChanges(),
    userRepository: userRepository(),
  }),
);
