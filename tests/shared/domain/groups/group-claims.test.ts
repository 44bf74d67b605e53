import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Group } from '#shared/domain/groups/group.ts';
import { comparePrecedence, groupClaims } from '#shared/domain/groups/group-claims.ts';

const group = (name: string, precedence?: number, roleArn?: string): Group => ({
  poolId: 'us-east-1_aaaaaaaaa',
  id: `id-of-${name}`,
  name,
  ...(precedence !== undefined && { precedence }),
  ...(roleArn !== undefined && { roleArn }),
  createdAt: 0,
  updatedAt: 0,
  version: 1,
});

const groups = fc.uniqueArray(
  fc
    .tuple(
      fc.string({ minLength: 1 }),
      fc.option(fc.nat(3), { nil: undefined }),
      fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    )
    .map(([name, precedence, role]) => group(name, precedence, role)),
  { selector: ({ name }) => name },
);

describe('what tokens say of groups', () => {
  it('is nothing for a user without any', () => {
    expect(groupClaims([])).toEqual({ groups: [], roles: [], preferredRole: undefined });
  });

  it('names groups by precedence, those without one last, and by name where it is the same', () => {
    const claims = groupClaims([group('z'), group('b', 1), group('y'), group('a', 1), group('c', 0)]);
    expect(claims.groups).toEqual(['c', 'a', 'b', 'y', 'z']);
  });

  it('names every role once, those of groups that stand first before others', () => {
    const claims = groupClaims([
      group('a', 2, 'second'),
      group('b', 1, 'first'),
      group('c', 3, 'first'),
      group('d', 0),
    ]);
    expect(claims.roles).toEqual(['first', 'second']);
  });

  it.each([
    [
      'the role of the lowest precedence',
      [group('a', 2, 'low'), group('b', 0, 'high'), group('c', undefined, 'none')],
      'high',
    ],
    [
      'one that two groups of the lowest precedence share',
      [group('a', 1, 'same'), group('b', 1, 'same'), group('c', 2, 'other')],
      'same',
    ],
    [
      'none where two groups of the lowest precedence have different ones',
      [group('a', 1, 'one'), group('b', 1, 'other'), group('c', 2, 'one')],
      undefined,
    ],
    ['one of a group without precedence where no other has any', [group('a', undefined, 'only'), group('b')], 'only'],
    [
      'none of two groups without precedence that have different ones',
      [group('a', undefined, 'one'), group('b', undefined, 'other')],
      undefined,
    ],
    ['none where no group has one', [group('a', 1)], undefined],
  ])('prefers %s', (_which, members, preferred) => {
    expect(groupClaims(members).preferredRole).toBe(preferred);
  });

  it('does not depend on the order in which groups were joined', () => {
    fc.assert(
      fc.property(groups, (members) => {
        expect(groupClaims([...members].reverse())).toEqual(groupClaims(members));
      }),
    );
  });

  it('prefers a role of the groups only', () => {
    fc.assert(
      fc.property(groups, (members) => {
        const { roles, preferredRole } = groupClaims(members);
        expect(preferredRole === undefined || roles.includes(preferredRole)).toBe(true);
      }),
    );
  });

  it('compares any two groups one way', () => {
    fc.assert(
      fc.property(groups, (members) => {
        for (const a of members)
          for (const b of members)
            expect(Math.sign(comparePrecedence(a, b)) + Math.sign(comparePrecedence(b, a))).toBe(0);
      }),
    );
  });
});
