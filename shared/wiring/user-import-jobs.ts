import { createUserImportJobs } from '#shared/services/imports/user-import-jobs.ts';
import { userImportJobRepository } from './job-stores.ts';
import { objects } from './objects.ts';
import { once } from './once.ts';
import { table } from './store.ts';
import { workers } from './workers.ts';

export const userImportJobs = once(() =>
  createUserImportJobs({ jobs: userImportJobRepository(), objects: objects(), table: table(), workers: workers() }),
);
