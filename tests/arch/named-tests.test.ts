import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** A test that a page names: its file, and words of its title or of its case. */
interface Named {
  readonly file: string;
  readonly name: string;
}

const mention = /`(tests\/[\w./-]+\.test\.ts)`: ("[^"]+"(?:; "[^"]+")*)/g;

/** What a page names in the form `file`: "title"; "title". */
const namedIn = (page: string): readonly Named[] =>
  [...page.matchAll(mention)].flatMap(([, file = '', names = '']) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => ({ file, name })),
  );

// A title, or a case of one, is a whole text of the file.
const isIn = (source: string, name: string): boolean =>
  [`'${name}'`, `"${name}"`, `\`${name}\``, `'${name.replaceAll("'", "\\'")}'`].some((text) => source.includes(text));

const missingOf = (
  page: string,
  read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : ''),
) => namedIn(page).filter(({ file, name }) => !isIn(read(file), name));

describe('the check of named tests', () => {
  it('finds a title that no test has, and a file that is not there', () => {
    const page = '| x | `tests/a.test.ts`: "is there"; "is gone" | `tests/b.test.ts`: "is there" |';
    const read = (file: string): string => (file === 'tests/a.test.ts' ? "it('is there', () => {});" : '');
    expect(missingOf(page, read)).toEqual([
      { file: 'tests/a.test.ts', name: 'is gone' },
      { file: 'tests/b.test.ts', name: 'is there' },
    ]);
  });
});

describe.each([
  ['docs/alb-and-api-gateway.md', -1],
  ['docs/conformance.md', 60],
  ['docs/security.md', 25],
])('%s', (file, atLeast) => {
  const page = readFileSync(file, 'utf8');

  it('names tests that exist', () => {
    expect(namedIn(page).length).toBeGreaterThan(atLeast);
    expect(missingOf(page)).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const paths = [...page.matchAll(/`(tests\/[\w./-]+)`/g)].map(([, path = '']) => path);
    expect(paths.filter((path) => !existsSync(path))).toEqual([]);
  });
});
