import { csvRowReaderFor } from '#shared/services/imports/csv-row-reader.ts';
import { createRecordRowReaderFor } from '#shared/services/imports/record-row-reader.ts';
import { createRowLoader } from '#shared/services/imports/row-loader.ts';
import { createUserImportRun } from '#shared/services/imports/user-import-run.ts';
import { directory } from './directory.ts';
import { groups } from './groups.ts';
import { userImportJobRepository } from './job-stores.ts';
import { objects } from './objects.ts';
import { once } from './once.ts';
import { sealing } from './sealing.ts';
import { table } from './store.ts';
import { userLoader } from './user-loader.ts';

export const userImportRun = once(() =>
  createUserImportRun({
    directory: directory(),
    jobs: userImportJobRepository(),
    loadRows: createRowLoader({ groups: groups(), userLoader: userLoader() }),
    objects: objects(),
    readers: {
      csv: csvRowReaderFor,
      records: createRecordRowReaderFor({ sealing: sealing() }),
    },
    table: table(),
  }),
);
