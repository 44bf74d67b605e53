import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BuiltConsole, builtIn, filesIn } from '#local/console/built-files.ts';
import { consoleFolder } from '#local/console/console-folder.ts';

const Manifest = v.record(
  v.string(),
  v.object({
    file: v.string(),
    isEntry: v.optional(v.boolean(), false),
    imports: v.optional(v.array(v.string()), []),
    css: v.optional(v.array(v.string()), []),
  }),
);

const firstLoadAtMost = 450_000;

// As the browser test of the shell sees it, the first screen shows two weights of the font.
const weightsShown = 2;

let folder: string;
let built: BuiltConsole;

const textOf = (name: string): string => readFileSync(path.join(filesIn(folder), name), 'utf8');
const named = (ending: string): readonly string[] =>
  built.files.map(({ name }) => name).filter((name) => name.endsWith(ending));

/** What goes over the wire to a browser that takes gzip. */
const gzipped = (name: string): number => {
  const file = built.files.find((one) => one.name === name);
  return statSync(path.join(filesIn(folder), file?.codings.includes('gzip') ? `${name}.gzip` : name)).size;
};

beforeAll(async () => {
  folder = await consoleFolder();
  built = builtIn(folder);
});

describe('the console that is built', () => {
  it('loads little before its first screen', () => {
    const manifest = v.parse(Manifest, JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));
    const needed = new Set<string>();
    const need = (key: string): void => {
      const chunk = manifest[key];
      if (!chunk || needed.has(chunk.file)) return;
      for (const file of [chunk.file, ...chunk.css]) needed.add(file);
      for (const imported of chunk.imports) need(imported);
    };
    for (const [key, { isEntry }] of Object.entries(manifest)) if (isEntry) need(key);
    need('src/screens/pools/pools.tsx');
    expect([...needed].filter((name) => name.endsWith('.js')).length).toBeGreaterThan(1);
    const fonts = named('.woff2')
      .map(gzipped)
      .sort((one, other) => other - one);
    const bytes = [...needed, 'index.html'].map(gzipped).concat(fonts.slice(0, weightsShown));
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(firstLoadAtMost);
  });

  it('makes no code of text, and has nothing of other hosts', () => {
    for (const name of named('.js')) {
      const code = textOf(name);
      expect(code, name).not.toMatch(/\beval\s*\(|new Function\b|\bFunction\s*\(\s*["'`]|setTimeout\s*\(\s*["'`]/);
      expect(code, name).not.toMatch(
        /\bimport\s*\(\s*["'`]https?:|(?:src|href)\s*[:=]\s*["'`](?:https?:)?\/\/(?!www\.w3\.org)/,
      );
      expect(code, name).not.toContain('sourceMappingURL');
    }
    for (const name of named('.css'))
      expect(textOf(name), name).not.toMatch(/url\(\s*["']?(?:https?:|\/\/|data:)|@import/);
    const page = textOf('index.html');
    for (const [, address] of page.matchAll(/(?:src|href)="([^"]*)"/g)) expect(address).toMatch(/^\/console\//);
    expect(page).not.toMatch(/<style|<script(?![^>]* src=)|\son\w+=|\sstyle=/);
  });

  it('is made of its own sources and of packages alone, and names the licences of those', () => {
    expect(built.inputs.filter((file) => !/^(?:console|node_modules|shared\/domain)\//.test(file))).toEqual([]);
    const licences = textOf('licences.txt');
    for (const name of ['react', 'react-dom', '@cloudscape-design/components', '@cloudscape-design/global-styles'])
      expect(licences).toMatch(new RegExp(`^${name} \\d.*\\(.+\\)$`, 'm'));
  });
});
