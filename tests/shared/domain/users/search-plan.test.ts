import { describe, expect, it } from 'vitest';
import { type AskedCondition, toSearchCondition } from '#shared/domain/users/search-condition.ts';
import { bestPlan, findPlan, type SearchIndex } from '#shared/domain/users/search-plan.ts';

const text = (name: string, prefix = ''): SearchIndex => ({
  field: { name, kind: 'text' },
  name: `by ${name}`,
  prefix,
});

const indexes = ['username', 'email', 'nickname', 'name', 'status'].map((name) => text(name));
const pool = {
  schema: ['email', 'nickname', 'name', 'website'].map((name) => ({
    name,
    type: 'String' as const,
    developerOnly: false,
    mutable: true,
    required: false,
  })),
};

const asked = (...conditions: readonly AskedCondition[]) => conditions.map((one) => toSearchCondition(pool, one));

const planFor = (...conditions: readonly AskedCondition[]) => {
  const { index, range, isExact } = bestPlan(indexes, asked(...conditions));
  return { along: index.field.name, range, isExact };
};

describe('bestPlan', () => {
  it('goes through all users by name where nothing has an index', () => {
    const everybody = { along: 'username', range: { atLeast: undefined, atMost: undefined } };
    expect(planFor()).toEqual({ ...everybody, isExact: true });
    expect(planFor({ attribute: 'website', equals: 'x' })).toEqual({ ...everybody, isExact: false });
    expect(planFor({ attribute: 'name', exists: false })).toEqual({ ...everybody, isExact: false });
  });

  it('takes one value before a beginning, that before a range, and that before any value', () => {
    const name = { attribute: 'name', exists: true };
    const nickname = { attribute: 'nickname', atLeast: 'a' };
    const email = { attribute: 'email', startsWith: 'b' };
    expect(planFor(name, nickname, email, { attribute: 'name', equals: 'c' }).along).toBe('name');
    expect(planFor(name, nickname, email).along).toBe('email');
    expect(planFor(name, nickname).along).toBe('nickname');
    expect(planFor(name).along).toBe('name');
  });

  it('takes an index that half of all users share a value of last', () => {
    const enabled = { attribute: 'status', equals: 'Enabled' };
    expect(planFor(enabled).along).toBe('status');
    expect(planFor(enabled, { attribute: 'name', exists: true }).along).toBe('name');
  });

  it('draws the conditions on one attribute together', () => {
    const between = [
      { attribute: 'name', atLeast: 'b' },
      { attribute: 'name', atLeast: 'd', atMost: 'x' },
      { attribute: 'name', atMost: 'h' },
    ];
    expect(planFor(...between)).toMatchObject({ range: { atLeast: 'd', atMost: 'h' }, isExact: false });
    expect(planFor(...between, { attribute: 'name', startsWith: 'ad' })).toMatchObject({ range: { prefix: 'ad' } });
    expect(planFor(...between, { attribute: 'name', equals: 'Ada' })).toMatchObject({ range: { equals: 'ada' } });
  });

  it.each<[string, AskedCondition[]]>([
    ['a range that ends before it begins', [{ attribute: 'name', atLeast: 'b', atMost: 'a' }]],
    ['an empty value', [{ attribute: 'name', equals: '' }]],
    ['a range up to nothing', [{ attribute: 'name', atMost: '' }]],
  ])('finds nobody in %s', (_what, conditions) => {
    expect(planFor(...conditions).range).toBeUndefined();
  });

  it('can count by the index alone what one condition with an index says, and no more', () => {
    const name = { attribute: 'name', equals: 'ada' };
    expect(planFor(name).isExact).toBe(true);
    expect(planFor({ attribute: 'name', startsWith: 'a' }).isExact).toBe(true);
    expect(planFor({ attribute: 'name', atMost: 'x' }).isExact).toBe(true);
    expect(planFor({ attribute: 'name', exists: true }).isExact).toBe(true);
    expect(planFor(name, { attribute: 'website', equals: 'x' }).isExact).toBe(false);
    expect(planFor({ attribute: 'name', equals: 'x'.repeat(200) }).isExact).toBe(false);
    expect(planFor({ attribute: 'name', equals: 'x'.repeat(199) }).isExact).toBe(false);
    expect(planFor({ attribute: 'name', equals: 'x'.repeat(198) }).isExact).toBe(true);
  });
});

describe('findPlan', () => {
  it('is along the asked index whatever else is asked', () => {
    const conditions = asked({ attribute: 'email', equals: 'a@b.c' }, { attribute: 'name', startsWith: 'a' });
    expect(findPlan(indexes, conditions, 'name')).toMatchObject({ range: { prefix: 'a' }, isExact: false });
    expect(findPlan(indexes, conditions, 'website')).toBeUndefined();
  });

  it('finds nobody by the order of an attribute that they are not to have', () => {
    const plan = findPlan(indexes, asked({ attribute: 'name', exists: false }), 'name');
    expect(plan).toBeDefined();
    expect(plan?.range).toBeUndefined();
  });
});
