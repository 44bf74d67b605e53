import { describe, expect, it } from 'vitest';
import { auc, chance } from './auc.ts';

describe('how well two samples are told apart', () => {
  it.each([
    ['every time, where all of one are above all of the other', [1, 2, 3], [4, 5], 1],
    ['every time, the other way round', [4, 5], [1, 2, 3], 0],
    ['not at all, where they are the same', [1, 2, 3], [1, 2, 3], 0.5],
    ['not at all, where all are equal', [7, 7], [7, 7, 7], 0.5],
    ['by the share of pairs, ties counted half', [1, 3], [2, 3], 0.625],
  ])('is %s', (_what, those, others, expected) => {
    expect(auc(those, others)).toBeCloseTo(expected, 12);
  });

  it('is what chance makes of samples that differ in nothing', () => {
    expect(chance(2000, 2000)).toBeCloseTo(0.0091, 4);
  });
});
