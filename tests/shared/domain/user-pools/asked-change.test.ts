import { describe, expect, it } from 'vitest';
import { findAskedChange } from '#shared/domain/user-pools/asked-by-update.ts';
import { toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import { effectsOf } from '#shared/domain/user-pools/change-effects.ts';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

const lengths = { MinLength: '2', MaxLength: '8' };
const plan = { Name: 'plan', AttributeDataType: 'String' as const, StringAttributeConstraints: lengths };

const pool: UserPool = {
  id: 'us-east-1_abcdefghi',
  name: 'test',
  settings: { AliasAttributes: ['email'] },
  schema: toSchema([plan, { Name: 'name', Required: true }]),
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
};

const effects = (asked: Parameters<typeof toNextForm>[1]) => effectsOf(pool, toNextForm(pool, asked));

const limits = (MinLength: string, MaxLength: string) => ({
  AttributeConstraints: [{ Name: 'custom:plan', StringAttributeConstraints: { MinLength, MaxLength } }],
});

describe('what a change is to users', () => {
  it.each([
    ['other aliases', { AliasAttributes: ['phone_number'] }, { names: true, values: false }],
    ['case', { UsernameConfiguration: { CaseSensitive: false } }, { names: true, values: false }],
    [
      'another name of an attribute',
      { RenameAttributes: [{ Name: 'custom:plan', NewName: 'custom:tier' }] },
      { names: false, values: true },
    ],
    ['an attribute less', { DeleteAttributes: ['custom:plan'] }, { names: false, values: true }],
  ] as const)('%s', (_what, asked, { names, values }) => {
    expect(effects(asked)).toEqual({ names, values, checked: [] });
  });

  it('is nothing where limits are wider, and a check where they are narrower', () => {
    expect(effects(limits('1', '9')).checked).toEqual([]);
    expect(effects(limits('3', '9')).checked.map(({ name }) => name)).toEqual(['custom:plan']);
    expect(effects(limits('1', '7')).checked.map(({ name }) => name)).toEqual(['custom:plan']);
  });

  it('is a check where an attribute becomes required, and nothing where one ceases to be', () => {
    expect(effects({ RequiredAttributes: ['email'] }).checked.map(({ name }) => name)).toEqual(['email']);
    expect(effects({ RequiredAttributes: [] }).checked).toEqual([]);
  });

  it('checks a renamed attribute by its new limits', () => {
    const asked = { ...limits('1', '3'), RenameAttributes: [{ Name: 'custom:plan', NewName: 'custom:tier' }] };
    expect(effects(asked).checked.map(({ name }) => name)).toEqual(['custom:tier']);
  });
});

describe('what UpdateUserPool asks for', () => {
  it('is nothing where the pool is so', () => {
    const Schema = [plan, { Name: 'name', Required: true }, { Name: 'sub', Required: true }];
    expect(findAskedChange(pool, { AliasAttributes: ['email'], Schema })).toBeUndefined();
    expect(findAskedChange(pool, { UsernameConfiguration: { CaseSensitive: true } })).toBeUndefined();
  });

  it('keeps required what is required and not named', () => {
    expect(findAskedChange(pool, { Schema: [{ Name: 'email', Required: true }] })).toEqual({
      RequiredAttributes: expect.arrayContaining(['name', 'email']),
    });
    expect(findAskedChange(pool, { Schema: [{ Name: 'name', Required: false }] })).toEqual({ RequiredAttributes: [] });
  });
});
