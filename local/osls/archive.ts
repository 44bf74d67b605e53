import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';

/** One file of an archive. */
export interface ArchiveEntry {
  /** Path inside the archive, with `/`. */
  readonly name: string;
  readonly bytes: Buffer;
}

// Local time on purpose: the archive stores no time zone, so every machine writes the same bytes.
const MODIFIED = new Date(1980, 0, 1);

/** A zip of these files. Its bytes depend on nothing else. */
export const zipOf = async (entries: readonly ArchiveEntry[]): Promise<Buffer> => {
  const zip = new ZipFile();
  for (const { name, bytes } of entries)
    zip.addBuffer(bytes, name, { mtime: MODIFIED, forceDosTimestamp: true, mode: 0o100644, compressionLevel: 9 });
  zip.end();
  return buffer(zip.outputStream);
};
