import { createWalkUsers } from '#shared/services/users/user-walk.ts';
import { userPartitions } from './job-stores.ts';
import { once } from './once.ts';

export const walkUsers = once(() => createWalkUsers({ partitions: userPartitions() }));
