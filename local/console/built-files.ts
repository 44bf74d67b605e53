import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const Built = v.object({
  files: v.array(
    v.object({
      /** Where it lies below /console/ and in the folder `files`. */
      name: v.string(),
      type: v.string(),
      /** SHA-256 of the content, in base64url. */
      digest: v.string(),
      /** Those for which it lies compressed beside itself, with the coding as the ending of its name. */
      codings: v.array(v.picklist(['br', 'gzip'])),
    }),
  ),
  /** Files of the sources and of packages that went into it, from the folder of Gatehouse. */
  inputs: v.array(v.string()),
});

/** What there is of a console that was built. */
export type BuiltConsole = v.InferOutput<typeof Built>;

export type BuiltFile = BuiltConsole['files'][number];

/** Name of the file that lists all others. It is written last. */
export const listName = 'built.json';

/** Where the files are that browsers get. */
export const filesIn = (folder: string): string => path.join(folder, 'files');

/** What `build.ts` left in a folder. */
export const builtIn = (folder: string): BuiltConsole =>
  v.parse(Built, JSON.parse(readFileSync(path.join(folder, listName), 'utf8')));

/** The page that the console begins with. Unlike all other files, it has the same name in each version. */
export const pageName = 'index.html';

/** True for a file whose name tells its content. */
export const isHashed = ({ name }: Pick<BuiltFile, 'name'>): boolean => name.startsWith('assets/');

/** What browsers and caches may keep of a file, and how long. */
export const cacheControlOf = (file: Pick<BuiltFile, 'name'>): string =>
  isHashed(file) ? 'public, max-age=31536000, immutable' : 'no-cache';
