import { describe, expect, it } from 'vitest';
import { medianOf } from '#tests/support/median.ts';
import { toTable } from '../table.ts';
import { alternate, bestRatioOf, type Figure, head, ratioOf, spreadOf, toFigures, toRow } from './figures.ts';

const figure: Figure = { name: 'start', unit: 'ms', there: [100, 300, 200], here: [240, 210, 150] };

describe('a median', () => {
  it.each([
    [[3, 1, 2], 2],
    [[4, 1, 3, 2], 2.5],
    [[7], 7],
    [[10, 9, 100], 10],
    [[], Number.NaN],
  ])('of %j is %d', (values, median) => {
    expect(medianOf(values)).toBe(median);
  });
});

describe('rounds', () => {
  it('let the builds begin in turn', async () => {
    const order: string[] = [];
    const found = await alternate(3, async (side, round) => order.push(`${side} ${round}`));
    expect(order).toEqual(['there 0', 'here 0', 'here 1', 'there 1', 'there 2', 'here 2']);
    expect(found).toEqual({ there: [1, 4, 5], here: [2, 3, 6] });
  });

  it('become a figure for each thing measured', () => {
    const round = (memory: number, pace: number) => [
      { name: 'memory', unit: 'MB', value: memory },
      { name: 'GetUser', unit: '/s', value: pace },
    ];
    expect(toFigures({ there: [round(1, 2), round(3, 4)], here: [round(5, 6), round(7, 8)] })).toEqual([
      { name: 'memory', unit: 'MB', there: [1, 3], here: [5, 7] },
      { name: 'GetUser', unit: '/s', there: [2, 4], here: [6, 8] },
    ]);
  });

  it('become none for what could not be measured', () => {
    const round = (value: number) => [{ name: 'CPU', unit: 'ms', value }];
    expect(toFigures({ there: [round(1)], here: [round(Number.NaN)] })).toEqual([]);
  });
});

describe('a figure', () => {
  it('compares medians, and the rounds one by one', () => {
    expect(ratioOf(figure)).toBe(1.05);
    expect(spreadOf(figure)).toEqual([0.7, 2.4]);
  });

  it('compares the best: the least of a time, the most of a pace', () => {
    expect(bestRatioOf(figure)).toBe(1.5);
    expect(bestRatioOf({ ...figure, unit: '/s' })).toBe(0.8);
  });

  it.each([
    [1.05, 'within 1.05'],
    [1.04, 'OVER 1.04'],
    [undefined, ''],
  ])('is judged by its limit: %s', (most, verdict) => {
    expect(toRow({ ...figure, ...(most && { most }) }).at(-1)).toBe(verdict);
  });

  it.each([
    [1.05, 'at least 1.05'],
    [1.06, 'UNDER 1.06'],
  ])('is judged by the ratio that it is to reach: %s', (least, verdict) => {
    expect(toRow({ ...figure, least }).at(-1)).toBe(verdict);
  });

  it.each([
    [210, 'at most 210'],
    [209, 'MORE than 209'],
  ])('is judged by its limit here: %s', (mostHere, verdict) => {
    expect(toRow({ ...figure, mostHere }).at(-1)).toBe(verdict);
  });

  it('of one round has no others to be compared with', () => {
    const row = toRow({ name: 'GetUser', unit: '/s', there: [200], here: [250] });
    expect(row).toEqual(['GetUser', '/s', 200, 250, '1.250', '', '', '']);
  });

  it('is a line of the table', () => {
    const table = toTable('both', head, [
      toRow({ ...figure, most: 1 }),
      toRow({ name: 'memory', unit: 'MB', there: [8], here: [4] }),
    ]);
    expect(table.split('\n')).toEqual([
      '',
      'both',
      '          unit  there  here  here/there  of the best  of single rounds',
      '  start   ms      200   210  1.050       1.500        0.70 to 2.40      OVER 1',
      '  memory  MB     8.00  4.00  0.500',
    ]);
  });
});
