import { describe, expect, it } from 'vitest';
import { isStored } from '#shared/data/applied-write.ts';

describe('an item that the store holds', () => {
  it.each([
    ['equal values', { a: 1, b: { c: ['x', null] } }, { a: 1, b: { c: ['x', null] } }],
    ['bytes in another shape', { a: Buffer.from('abc') }, { a: new Uint8Array([97, 98, 99]) }],
    ['undefined members that it does not keep', { a: 1, b: undefined }, { a: 1 }],
  ])('is what was put there, with %s', (_case, wanted, stored) => {
    expect(isStored(wanted, stored)).toBe(true);
  });

  it.each([
    ['another value', { a: 1 }, { a: 2 }],
    ['a missing member', { a: 1, b: 2 }, { a: 1 }],
    ['other bytes', { a: Buffer.from('abc') }, { a: new Uint8Array([97, 98, 100]) }],
    ['a longer list', { a: ['x'] }, { a: ['x', 'y'] }],
    ['nothing', { a: 1 }, undefined],
  ])('is not what was put there, with %s', (_case, wanted, stored) => {
    expect(isStored(wanted, stored)).toBe(false);
  });
});
