import { createPoolExportRepository } from '#shared/data/exports/pool-export-repository.ts';
import { createDeletedGroupRepository } from '#shared/data/groups/deleted-group-repository.ts';
import { createUserImportJobRepository } from '#shared/data/imports/user-import-job-repository.ts';
import { createPoolChangeRepository } from '#shared/data/pools/pool-change-repository.ts';
import { createSearchIndexingRepository } from '#shared/data/pools/search-indexing-repository.ts';
import { createUserCount } from '#shared/data/users/user-count.ts';
import { createUserPartitions } from '#shared/data/users/user-partitions.ts';
import { once } from './once.ts';
import { table } from './store.ts';

// What long work is kept by: no part of the functions that sign users in.
export const deletedGroupRepository = once(() => createDeletedGroupRepository(table()));
export const poolChangeRepository = once(() => createPoolChangeRepository(table()));
export const poolExportRepository = once(() => createPoolExportRepository(table()));
export const searchIndexingRepository = once(() => createSearchIndexingRepository(table()));
export const userCount = once(() => createUserCount(table()));
export const userImportJobRepository = once(() => createUserImportJobRepository(table()));
export const userPartitions = once(() => createUserPartitions(table()));
