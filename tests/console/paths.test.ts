import { describe, expect, it } from 'vitest';
import { href, matched, placeOf } from '../../console/src/router/paths.ts';

describe('the address of a screen', () => {
  it('keeps a name of any form', () => {
    for (const name of ['ada', 'a/b?c#d', 'Ägypten %2F', '..', '<b>']) {
      const { path } = placeOf(href('pools', 'us-east-1_AbCdEfGhI', 'users', name));
      expect(matched('pools/:pool/users/:username', path)).toEqual({ pool: 'us-east-1_AbCdEfGhI', username: name });
    }
  });

  it('has a query behind its path', () => {
    const { path, query } = placeOf('#/trail/?user=a%26b&mark=?');
    expect([path, query.get('user'), query.get('mark')]).toEqual(['trail', 'a&b', '?']);
  });

  it.each([
    ['pools/:pool', 'pools'],
    ['pools/:pool', 'pools/'],
    ['pools/:pool', 'pools/a/users'],
    ['pools/:pool', 'trail/a'],
    ['pools/:pool', 'pools/%E0%A4%A'],
  ])('%s is not that of %s', (pattern, path) => {
    expect(matched(pattern, path)).toBeUndefined();
  });
});
