import { describe, expect, it } from 'vitest';
import { type CodeSizes, codeFigures, createSizing, onlyIn } from './bundles.ts';

const entry = 'functions/api/users/A.mjs';

const padded = (source: string, bytes: number): string => source.padEnd(bytes, ';');

describe('the code of a function', () => {
  it('is at start what it imports, once, in circles too, and in whole all that is in the zip', () => {
    const modules = new Map([
      [entry, padded('import"../../../chunks/chunk-A.mjs";export{b}from"../../../chunks/chunk-B.mjs"', 100)],
      ['chunks/chunk-A.mjs', padded('import"./chunk-B.mjs";import"node:fs";const c=()=>import("./hash-C.mjs")', 200)],
      ['chunks/chunk-B.mjs', padded('import"./chunk-A.mjs";export const b=1', 300)],
      ['chunks/hash-C.mjs', padded('import"./chunk-D.mjs"', 4000)],
      ['chunks/chunk-D.mjs', padded('export const d=1', 50_000)],
    ]);
    expect(createSizing()(entry, modules)).toEqual({ atStart: 600, whole: 54_600 });
  });

  it('is counted in bytes', () => {
    expect(createSizing()(entry, new Map([[entry, '"é"']])).atStart).toBe(4);
  });

  it('is of each function, although functions share chunks', () => {
    const sizeOf = createSizing();
    const withChunk = (bytes: number) =>
      new Map([
        [entry, padded('import"../../../chunks/chunk-A.mjs"', 100)],
        ['chunks/chunk-A.mjs', padded('', bytes)],
      ]);
    expect([sizeOf(entry, withChunk(10)).atStart, sizeOf(entry, withChunk(20)).atStart]).toEqual([110, 120]);
  });

  it('is refused where a part of it is not there, or is no code', () => {
    const lacking = new Map([[entry, 'import"../../../chunks/chunk-A.mjs"']]);
    expect(() => createSizing()(entry, lacking)).toThrow(`${entry} needs chunks/chunk-A.mjs, which is not in its zip.`);
    expect(() => createSizing()(entry, new Map([[entry, 'import{']]))).toThrow(`${entry} does not parse`);
  });
});

const sizes = (bytes: Readonly<Record<string, number>>): CodeSizes =>
  new Map(Object.entries(bytes).map(([name, size]) => [name, { atStart: size, whole: 2 * size }]));

describe('two builds', () => {
  const there = sizes({ A: 1000, B: 2000, C: 3000, D: 4000, Gone: 9000 });
  const here = sizes({ A: 1100, B: 1000, C: 3000, D: 4004, New: 3500 });

  it('are compared by their medians and by the functions of both that grew most', () => {
    const figures = codeFigures({ there, here });
    expect(figures.filter(({ name }) => name.startsWith('code at start'))).toEqual([
      { name: 'code at start, median', unit: 'kB', there: [2.5], here: [2.05], most: 1 },
      { name: 'code at start, A', unit: 'kB', there: [1], here: [1.1], most: 1.01 },
      { name: 'code at start, D', unit: 'kB', there: [4], here: [4.004], most: 1.01 },
      { name: 'code at start, C', unit: 'kB', there: [3], here: [3], most: 1.01 },
    ]);
    expect(figures).toContainEqual({ name: 'whole code, A', unit: 'kB', there: [2], here: [2.2], most: 1.01 });
  });

  it('are told apart by the functions that one of them has', () => {
    expect(onlyIn({ there, here })).toEqual({ there: ['Gone'], here: ['New'] });
  });
});
