import { describe, expect, it } from 'vitest';
import { readyAttributes, tagOf, withIndexed, withReady } from '#shared/domain/user-pools/search-settings.ts';
import { standardAttributes } from '#shared/domain/user-pools/standard-attributes.ts';

const pool = { schema: standardAttributes };
const five = ['address', 'locale', 'nickname', 'picture', 'profile'];

describe('withIndexed', () => {
  it('gives each attribute a spare index, not yet ready', () => {
    expect(withIndexed(pool, ['nickname', 'created'])).toEqual({
      attributes: [
        { attribute: 'nickname', slot: 1, generation: 1, isReady: false },
        { attribute: 'created', slot: 2, generation: 2, isReady: false },
      ],
      generations: 2,
    });
  });

  it('leaves what was indexed where it is, and gives what is free to others, under another tag', () => {
    const before = withReady(withIndexed(pool, five), [1, 2, 3, 4, 5]);
    const after = withIndexed({ ...pool, search: before }, ['website', ...five.slice(1)]);

    expect(after.attributes.filter(({ attribute }) => attribute !== 'website')).toEqual(before.attributes.slice(1));
    expect(after.attributes.at(-1)).toEqual({ attribute: 'website', slot: 1, generation: 6, isReady: false });
    expect(new Set(after.attributes.map(tagOf)).size).toBe(5);
    expect(readyAttributes({ search: after })).toHaveLength(4);
  });

  it('knows an attribute that was taken away and given back as another one', () => {
    const before = withIndexed(pool, ['nickname']);
    const without = withIndexed({ ...pool, search: before }, []);
    const after = withIndexed({ ...pool, search: without }, ['nickname']);
    expect(after.attributes.map(tagOf)).not.toEqual(before.attributes.map(tagOf));
  });

  it.each([
    [['email'], 'The attribute email has an index in every user pool.'],
    [['custom:none'], 'The attribute custom:none does not exist in the schema.'],
    [['nickname', 'nickname'], 'SearchableAttributes names nickname twice.'],
    [[...five, 'website'], 'A user pool has indexes for 5 attributes.'],
  ])('refuses %j', (names, message) => {
    expect(() => withIndexed(pool, names)).toThrow(message);
  });
});

describe('withReady', () => {
  it('makes ready what was filled, and nothing that came after', () => {
    const search = withIndexed(pool, ['nickname', 'website']);
    expect(withReady(search, [1]).attributes.map(({ isReady }) => isReady)).toEqual([true, false]);
  });
});
