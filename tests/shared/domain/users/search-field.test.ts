import { describe, expect, it } from 'vitest';
import { standardAttributes } from '#shared/domain/user-pools/standard-attributes.ts';
import { compareKeys, findSearchField, type SearchKind, toSearchKey } from '#shared/domain/users/search-field.ts';

const pool = {
  schema: [
    ...standardAttributes,
    { name: 'custom:seats', type: 'Number', developerOnly: false, mutable: true, required: false },
    { name: 'custom:since', type: 'DateTime', developerOnly: false, mutable: true, required: false },
  ] as const,
};

const keyOf = (name: string, value: string): string | undefined => {
  const field = findSearchField(pool, name);
  return field && toSearchKey(field, value);
};

describe('findSearchField', () => {
  it.each<[string, SearchKind | undefined]>([
    ['username', 'text'],
    ['nickname', 'text'],
    ['email_verified', 'flag'],
    ['updated_at', 'number'],
    ['custom:seats', 'number'],
    ['custom:since', 'instant'],
    ['created', 'instant'],
    ['updated', 'instant'],
    ['custom:none', undefined],
    ['__proto__', undefined],
  ])('knows how values of %s compare', (name, kind) => {
    expect(findSearchField(pool, name)?.kind).toBe(kind);
  });
});

describe('toSearchKey', () => {
  it('is the same for texts that differ in case, but for usernames and the enabled status', () => {
    expect(keyOf('nickname', 'ΟΔΟΣ')).toBe(keyOf('nickname', 'οδος'));
    expect(keyOf('username', 'Ada')).not.toBe(keyOf('username', 'ada'));
    expect(keyOf('status', 'Enabled')).not.toBe(keyOf('status', 'enabled'));
  });

  it('is the same for one point in time, however it is written', () => {
    const same = [
      '2026-03-01T12:30:00Z',
      '2026-03-01 12:30:00Z',
      '2026-03-01T12:30Z',
      '2026-03-01T12:30',
      '2026-03-01T13:30:00.000+01:00',
      '2026-03-01T13:30:00+0100',
    ];
    expect(new Set(same.map((value) => keyOf('custom:since', value))).size).toBe(1);
    expect(keyOf('custom:since', '2026-03-01')).toBe(keyOf('custom:since', '2026-03-01T00:00:00Z'));
  });

  it('puts times in their order, those before 1970 too', () => {
    const sorted = ['1901-01-01', '1969-12-31T23:59:59.999Z', '1970-01-01', '2026-03-01', '2026-03-01T00:00:00.001Z'];
    const keys = sorted.map((value) => keyOf('created', value) ?? '');
    expect([...keys].sort(compareKeys)).toEqual(keys);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each([
    ['custom:seats', 'many'],
    ['custom:since', 'yesterday'],
    ['custom:since', '2026-13-01'],
    ['email_verified', 'yes'],
    ['created', '1700000000'],
  ])('is none for what is no value of %s: %s', (name, value) => {
    expect(keyOf(name, value)).toBeUndefined();
  });
});
