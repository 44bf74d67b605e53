import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const page = readFileSync('docs/oauth-clients.md', 'utf8');

const withoutSpace = (text: string): string => text.replaceAll(/\s+/g, '');

const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => ({
    title: section.slice(0, section.indexOf('\n')),
    test: /^\[(tests\/\S+)\]\(\.\.\/\1\)$/m.exec(section)?.[1] ?? '',
    lines: [...section.matchAll(/^```\w+\n(.*?)^```/gms)].flatMap(([, block = '']) => block.trim().split('\n')),
  }));

it('has every client with its installed version', () => {
  const rows = [...page.matchAll(/^\| \[([\w/@-]+)\][^|]*\| ([\d.]+) +\|/gm)].map(([, name = '', version]) => ({
    name,
    version,
  }));
  const {
    dependencies,
    devDependencies,
  }: Record<string, Record<string, string>> = JSON.parse(readFileSync('package.json', 'utf8'));
  const installed: Record<string, string> = { ...dependencies, ...devDependencies };
  const fromNpm = rows.filter(({ name }) => name !== 'mod_auth_openidc');
  expect(fromNpm).toEqual(fromNpm.map(({ name }) => ({ name, version: installed[name] })));
  expect(rows).toHaveLength(sections.length);
});

it.each(sections)('sets up $title as its test does', ({ test, lines }) => {
  const source = withoutSpace(readFileSync(join(import.meta.dirname, '../..', test), 'utf8'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !source.includes(withoutSpace(line)))).toEqual([]);
});
