import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions, closureOf } from '#local/osls/esbuild-options.ts';
import { printTable, type Row } from './table.ts';

const outdir = '.esbuild/bench';

const measured = ['sign-in/InitiateAuth', 'account/GetUser', 'sign-up/SignUp', 'users/ListUsers'];

const importer = `
  const start = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - start));
`;

interface Start {
  /** Milliseconds of the import alone. */
  readonly imported: number;
  /** Milliseconds of a process that starts, imports and ends. */
  readonly whole: number;
}

// The smallest of several: everything above it is other work of the machine.
const startOf = (file: string, tries: number): Start => {
  const starts = Array.from({ length: tries }, (): Start => {
    const begun = performance.now();
    const args = ['--input-type=module', '--eval', importer, path.resolve(file)];
    const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
    if (status !== 0) throw new Error(`${file} does not import: ${stderr}`);
    return { imported: Number(stdout), whole: performance.now() - begun };
  });
  return {
    imported: Math.min(...starts.map(({ imported }) => imported)),
    whole: Math.min(...starts.map(({ whole }) => whole)),
  };
};

const helloWorld = (): string => {
  const file = path.join(outdir, 'hello-world.mjs');
  mkdirSync(outdir, { recursive: true });
  writeFileSync(file, 'export const handler = async () => ({ statusCode: 200, body: "Hello" });\n');
  return file;
};

interface Bundle {
  readonly file: string;
  readonly bytes: number;
}

// Bundled together with its folder, as packaging does.
const bundle = async (name: string): Promise<Bundle> => {
  const source = `functions/api/${name}.ts`;
  const entries = globSync(`${path.posix.dirname(source)}/*.ts`);
  const folder = path.posix.join(outdir, path.posix.dirname(name));
  const without = ['@aws-lambda-powertools/tracer'];
  const { metafile } = await build(bundleOptions({ entries, outdir: folder, readable: false, without }));
  const file = path.posix.join(folder, source.replace(/\.ts$/, '.mjs'));
  const bytes = closureOf(file, metafile.outputs)
    .files.filter((part) => part.endsWith('.mjs'))
    .reduce((sum, part) => sum + statSync(part).size, 0);
  return { file, bytes };
};

/** Prints how long functions take to start in a fresh process, compared with a function that does nothing. */
export const printInitTimes = async (tries: number): Promise<void> => {
  rmSync(outdir, { recursive: true, force: true });
  try {
    const hello = helloWorld();
    const least = startOf(hello, tries);
    const rows: Row[] = [['hello world', statSync(hello).size / 1000, least.imported, least.whole, 1]];
    for (const name of measured) {
      const { file, bytes } = await bundle(name);
      const { imported, whole } = startOf(file, tries);
      rows.push([path.posix.basename(name), bytes / 1000, imported, whole, whole / least.whole]);
    }
    const head = ['function', 'code kB', 'import ms', 'process ms', 'times hello world'];
    printTable('Start of a function in a fresh process', head, rows);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
