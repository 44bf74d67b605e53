import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readModules } from './import-graph.ts';

const root = join(import.meta.dirname, '../..');

// Any other way to read profiles would show what a changing pool hides.
it('reads and writes profiles of users in one file alone', () => {
  const turning = /\b(fromItem|toItem)(<\w+>)?\(\s*'User'|\bfromItem<User>/;
  const files = [...readModules(root)].flatMap(([path, source]) =>
    path.startsWith('shared/') && turning.test(source) ? [path] : [],
  );
  expect(files).toEqual(['shared/data/users/user-item.ts']);
});
