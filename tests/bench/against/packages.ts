import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { unzip } from '#tests/package/unzip.ts';
import { type CodeSizes, createSizing } from './bundles.ts';

/** A packaged function, unpacked. */
export interface Unpacked {
  readonly folder: string;
  /** The module of its handler, from that folder. */
  readonly entry: string;
}

/** Packaged functions by name. */
export type Packages = ReadonlyMap<string, Unpacked>;

const zipsOf = (folder: string): string[] => globSync('.serverless/*.zip', { cwd: folder });

// As `npm run package` does. It also ends with 1 where a function is over its budget, which is no matter here.
const packageIn = async (folder: string): Promise<void> => {
  const begun = Date.now();
  const child = spawn(process.execPath, ['local/package.ts'], { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
  const [said] = await Promise.all([text(child.stderr), once(child, 'exit')]);
  const isOld = (file: string): boolean => statSync(path.join(folder, file)).mtimeMs < begun;
  const zips = zipsOf(folder);
  if (zips.length === 0 || zips.some(isOld)) throw new Error(`${folder} was not packaged. ${said}`);
};

const unpack = async (zip: string, folder: string): Promise<Unpacked> => {
  await unzip(zip, folder);
  const [entry, ...others] = globSync('functions/**/*.mjs', { cwd: folder });
  if (entry === undefined || others.length > 0) throw new Error(`${zip} does not hold one function.`);
  return { folder, entry };
};

/**
 * The packaged functions of a checkout, packaged anew unless they are to be taken as they are; unpacked until this process
 * ends. Throws a sentence where there are none.
 */
export const packagesOf = async (checkout: string, asTheyAre: boolean): Promise<Packages> => {
  if (!asTheyAre) await packageIn(checkout);
  const zips = zipsOf(checkout);
  if (zips.length === 0) throw new Error(`${checkout} is not packaged.`);
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-packages-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const unpacked = await Promise.all(
    zips.map(async (zip) => {
      const name = path.basename(zip, '.zip');
      return [name, await unpack(path.join(checkout, zip), path.join(folder, name))] as const;
    }),
  );
  return new Map(unpacked);
};

/** How much code each of the functions has. */
export const codeSizesOf = (packages: Packages): CodeSizes => {
  const sizeOf = createSizing();
  const modulesIn = (folder: string) =>
    new Map(
      globSync('{functions,chunks}/**/*.mjs', { cwd: folder }).map((file) => [
        file.replaceAll('\\', '/'),
        readFileSync(path.join(folder, file), 'utf8'),
      ]),
    );
  return new Map(
    [...packages].map(([name, { folder, entry }]) => [name, sizeOf(entry.replaceAll('\\', '/'), modulesIn(folder))]),
  );
};
