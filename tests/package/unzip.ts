import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { openPromise } from 'yauzl';

/** Unpacks a zip into a folder, as Lambda does before it runs a function. */
export const unzip = async (file: string, folder: string): Promise<void> => {
  const zip = await openPromise(file);
  for await (const entry of zip.eachEntry()) {
    const target = path.join(folder, entry.fileName);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, await buffer(await zip.openReadStreamPromise(entry)));
  }
};
