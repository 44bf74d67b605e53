import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModules } from './import-graph.ts';

const root = join(import.meta.dirname, '../..');

// Whoever read profiles otherwise would give away what a pool in change hides.
it('reads and writes profiles of users in one file alone', () => {
  const turning = /\b(fromItem|toItem)(<\w+>)?\(\s*'User'|\bfromItem<User>/;
  const files = [...readModules(root)].flatMap(([path, source]) =>
    path.startsWith('shared/') && turning.test(source) ? [path] : [],
  );
  expect(files).toEqual(['shared/data/users/user-item.ts']);
});
