import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const parts = [
  'console',
  'functions',
  'shared',
  'resources',
  'local',
  'events',
  'serverless.yml',
  'package.json',
  'package-lock.json',
  'tsconfig.json',
];
const refusing = 'shared/api/unknown-operation.ts';

/** What the fallback function of a fresh copy says. */
export const usualRefusal = 'The request names no operation that is there.';

/** The sources of the project in a folder of their own, as sources must not change while other tests run. */
export interface CopiedSources {
  readonly folder: string;
  /** Has the fallback function say other words. Saves the file in place, or as editors do: a new one takes its place. */
  readonly change: (from: string, to: string, how?: { readonly byRenaming?: boolean }) => void;
  readonly remove: () => void;
}

/** Copies the sources, with the installed packages. Nobody has built or run them: they are like a fresh clone. */
export const copySources = (): CopiedSources => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-copy-'));
  for (const part of parts) cpSync(path.resolve(part), path.join(folder, part), { recursive: true });
  symlinkSync(path.resolve('node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    change: (from, to, { byRenaming = false } = {}) => {
      const file = path.join(folder, refusing);
      const place = byRenaming ? `${file}.new` : file;
      const former = readFileSync(file, 'utf8');
      if (!former.includes(from)) throw new Error(`${refusing} does not say: ${from}`);
      writeFileSync(place, former.replace(from, to));
      if (byRenaming) renameSync(place, file);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** What the fallback function of a running stack says. */
export const refusalAt = async (endpoint: string): Promise<unknown> => {
  const answer = await fetch(`${endpoint}/nothing`, { method: 'POST' });
  return JSON.parse(await answer.text()).message;
};
