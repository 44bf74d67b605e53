import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { unpackTar } from 'modern-tar';
import type { ArchiveEntry } from './archive.ts';
import { NATIVE_PACKAGE } from './esbuild-options.ts';

/** The build of the native library for Lambda on arm64, whichever machine packages it. */
const LAMBDA_BUILD = `${NATIVE_PACKAGE}-linux-arm64-gnu`;
const CACHE = 'node_modules/.cache/gatehouse';

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version: string; readonly integrity: string } | undefined>>;
}

const locked = (name: string) => {
  const lock: Lock = JSON.parse(readFileSync('package-lock.json', 'utf8'));
  const entry = lock.packages[`node_modules/${name}`];
  if (!entry) throw new Error(`package-lock.json does not name ${name}: run npm install.`);
  return entry;
};

const isIntact = (file: string, integrity: string): boolean =>
  existsSync(file) && `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}` === integrity;

// npm itself downloads it, with its own settings for registry, proxy and certificates.
const fetchInto = async (folder: string, spec: string): Promise<void> => {
  const npm = process.env.npm_execpath;
  const [command, before] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
  const windows = process.platform === 'win32';
  await promisify(execFile)(command, [...before, 'pack', spec, '--pack-destination', folder], { shell: windows });
};

const tarball = async (): Promise<Buffer> => {
  const { version, integrity } = locked(LAMBDA_BUILD);
  const file = path.join(CACHE, `${LAMBDA_BUILD.slice(1).replace('/', '-')}-${version}.tgz`);
  if (!isIntact(file, integrity)) {
    mkdirSync(CACHE, { recursive: true });
    const spec = `${LAMBDA_BUILD}@${version}`;
    await fetchInto(CACHE, spec).catch((cause: unknown) => {
      throw new Error(`npm could not fetch ${spec}, which Lambda needs to hash passwords: check the network.`, {
        cause,
      });
    });
    if (!isIntact(file, integrity))
      throw new Error(`The ${spec} that npm fetched is not the one that package-lock.json holds.`);
  }
  return readFileSync(file);
};

const collect = async (): Promise<readonly ArchiveEntry[]> => {
  const build = await unpackTar(gunzipSync(await tarball()));
  const loader = ['package.json', 'index.js'].map((name) => ({
    name: `node_modules/${NATIVE_PACKAGE}/${name}`,
    bytes: readFileSync(path.join('node_modules', NATIVE_PACKAGE, name)),
  }));
  const binary = build
    .filter(({ header: { name } }) => name === 'package/package.json' || name.endsWith('.node'))
    .map(({ header: { name }, data = [] }) => ({
      name: name.replace(/^package/, `node_modules/${LAMBDA_BUILD}`),
      bytes: Buffer.from(data),
    }));
  if (binary.length !== 2) throw new Error(`${LAMBDA_BUILD} does not hold the library that was expected.`);
  return [...loader, ...binary].sort((a, b) => (a.name < b.name ? -1 : 1));
};

let collected: Promise<readonly ArchiveEntry[]> | undefined;

/**
 * The files that make `import('@node-rs/argon2')` work on Lambda. package-lock.json fixes their version and integrity.
 * Throws a plain Error where they cannot be downloaded, or differ.
 */
export const nativeArgon2 = (): Promise<readonly ArchiveEntry[]> => {
  collected ??= collect();
  return collected;
};
