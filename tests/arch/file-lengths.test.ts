import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lengthsOf, limits, tooLong } from './file-lengths.ts';
import { readModules } from './import-graph.ts';

const withLines = (lines: number): string => 'x\n'.repeat(lines);

const project = new Map([
  ['functions/api/users/A.ts', withLines(10)],
  ['functions/api/users/B.ts', withLines(20)],
  ['functions/api/users/C.ts', withLines(60)],
  ['functions/workers/d.ts', withLines(70)],
  ['local/node-version.js', withLines(5)],
  ['shared/domain/e.ts', withLines(80)],
  ['tests/shared/e.test.ts', withLines(900)],
]);
const enough = { medianOperation: 20, operation: 60, production: 80 };

describe('what is too long', () => {
  it('is nothing at the limits, and no test', () => {
    expect(tooLong(lengthsOf(project), enough)).toEqual([]);
  });

  it.each([
    ['the median operation', { medianOperation: 19 }, 'the median operation has 20 lines, 19 are the most'],
    ['an operation', { operation: 59 }, 'functions/api/users/C.ts has 60 lines, 59 are the most of an operation'],
    ['a file of production', { production: 79 }, 'shared/domain/e.ts has 80 lines, 79 are the most'],
  ])('is %s over its limit', (_case, limit, sentence) => {
    expect(tooLong(lengthsOf(project), { ...enough, ...limit })).toEqual([sentence]);
  });

  it('is nothing of this project', () => {
    const lengths = lengthsOf(readModules(join(import.meta.dirname, '../..')));
    expect(lengths.operations.size).toBeGreaterThan(0);
    expect(lengths.production.size).toBeGreaterThan(lengths.operations.size);
    expect(tooLong(lengths, limits)).toEqual([]);
  });
});
