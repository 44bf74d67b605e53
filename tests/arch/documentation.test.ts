import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { operationFiles, operationKey, readContract } from '#tests/contract/contract.ts';
import { ownOperations } from '#tests/contract/deviations.ts';

const root = join(import.meta.dirname, '../..');
// As one line, so that a sentence is found wherever it is broken.
const textOf = (path: string): string => readFileSync(join(root, path), 'utf8').replace(/\s+/g, ' ');

it('lists every page of docs/ in the README', () => {
  const readme = textOf('README.md');
  const index = readme.slice(readme.indexOf('## Documentation'));
  const pages = globSync('docs/*.md', { cwd: root });

  expect(pages).toContain('docs/sign-in.md');
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
});

it('never has npx fetch a package of somebody else, who has the name gatehouse', () => {
  const pages = ['README.md', 'local/npm/README.md', ...globSync('docs/**/*.md', { cwd: root })];
  const fetching = /\b(?:npx|npm (?:exec|i|install))(?: -\S+)* gatehouse(?![\w-])/;
  expect(pages.filter((page) => fetching.test(textOf(page)))).toEqual([]);
  expect(textOf('README.md')).toContain('npx gatehouse-pools ');
});

it('counts the operations as they are', () => {
  const names = Object.keys(readContract().operations);
  const there = new Set(operationFiles(root).map(operationKey));
  const missing = names.filter((name) => !there.has(name));
  const count = names.length - missing.length;
  const missesIn = (path: string, sentences: readonly string[]): string[] => {
    const text = textOf(path);
    return sentences.filter((sentence) => !text.includes(sentence));
  };

  expect(ownOperations.filter((name) => !there.has(name))).toEqual([]);
  expect(
    missesIn('README.md', [
      `${count} of the API's ${names.length} operations are there`,
      `and ${ownOperations.length} that Cognito does not have`,
    ]),
  ).toEqual([]);
  expect(
    missesIn('docs/compatibility.md', [
      `The present API model has ${names.length} operations, and ${count} of them are here.`,
      `These ${ownOperations.length} have the target prefix`,
      `These ${missing.length} are not here`,
      ...missing,
    ]),
  ).toEqual([]);
});
