import type { Api } from './api.ts';
import { createRecordJob, type ImportJob } from './import-jobs.ts';
import type { Output } from './output.ts';
import { sealToFile } from './sealed-file.ts';

interface RecordImport {
  readonly api: Api;
  readonly out: Output;
  readonly poolId: string;
  readonly name: string;
  /** JSON Lines, without the line breaks. */
  readonly lines: AsyncIterable<string>;
}

/** A job, and the file to upload for it. */
export interface SealedImport {
  readonly job: ImportJob;
  readonly file: string;
  readonly rows: number;
  readonly remove: () => void;
}

async function* countedBy(out: Output, lines: AsyncIterable<string>): AsyncGenerator<string> {
  const bar = out.progress('Sealing', 'records');
  let count = 0;
  try {
    for await (const line of lines) {
      count += 1;
      if (count % 1000 === 0) bar.update(count, count);
      yield line;
    }
    bar.update(count, count);
  } finally {
    bar.stop();
  }
}

/** Makes a job and seals the records to its key, in a file. The caller uploads the file and removes it. */
export const sealForImport = async ({ api, out, poolId, name, lines }: RecordImport): Promise<SealedImport> => {
  const { job, publicKey } = await createRecordJob(api, poolId, name);
  const { file, records, remove } = await sealToFile(countedBy(out, lines), publicKey);
  return { job, file, rows: records, remove };
};
