import { fromBufferPromise } from 'yauzl';

/** One file in a zip. */
export interface ZipEntry {
  readonly name: string;
  /** Bytes before compression. */
  readonly size: number;
}

/** The files in a zip. Throws a plain Error for data that are not a zip. */
export const zipEntries = async (zip: Buffer): Promise<ZipEntry[]> => {
  const entries: ZipEntry[] = [];
  const opened = await fromBufferPromise(zip);
  for await (const { fileName, uncompressedSize } of opened.eachEntry()) {
    entries.push({ name: fileName, size: uncompressedSize });
  }
  return entries;
};
