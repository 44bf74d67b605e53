import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { assemble } from '#local/osls/assemble.ts';
import { buildParts, type Parts } from '#local/osls/parts.ts';
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

const bundle = async (source: string, parts: Parts): Promise<Bundle> => {
  const folder = path.posix.join(outdir, path.posix.basename(source, '.ts'));
  const { files } = await assemble(source, parts, { outdir: folder, maps: false });
  const bytes = files.filter((file) => file.endsWith('.mjs')).reduce((sum, file) => sum + statSync(file).size, 0);
  return { file: path.posix.join(folder, source.replace(/\.ts$/, '.mjs')), bytes };
};

/** Prints how long functions take to start in a fresh process, compared with a function that does nothing. */
export const printInitTimes = async (tries: number): Promise<void> => {
  rmSync(outdir, { recursive: true, force: true });
  try {
    const hello = helloWorld();
    const least = startOf(hello, tries);
    const rows: Row[] = [['hello world', statSync(hello).size / 1000, least.imported, least.whole, 1]];
    const entries = measured.map((name) => `functions/api/${name}.ts`);
    const without = ['@aws-lambda-powertools/tracer'];
    const parts = await buildParts({ entries, outdir: path.posix.join(outdir, 'parts'), without, maps: false });
    for (const source of entries) {
      const { file, bytes } = await bundle(source, parts);
      const { imported, whole } = startOf(file, tries);
      rows.push([path.posix.basename(source, '.ts'), bytes / 1000, imported, whole, whole / least.whole]);
    }
    const head = ['function', 'code kB', 'import ms', 'process ms', 'times hello world'];
    printTable('Start of a function in a fresh process', head, rows);
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
};
