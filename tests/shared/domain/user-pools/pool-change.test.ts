import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toNextForm } from '#shared/domain/user-pools/asked-change.ts';
import { type ChangingUserPool, namesNow, swapped } from '#shared/domain/user-pools/pool-change.ts';
import { toSchema } from '#shared/domain/user-pools/schema.ts';
import { withIndexed } from '#shared/domain/user-pools/search-settings.ts';
import type { ChangeStage, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { claimedNames, currentNames, namesInBothForms, namesToKeep } from '#shared/domain/users/names.ts';
import { asSeen, toStored } from '#shared/domain/users/stored-user.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { newUser } from '#tests/support/new-user.ts';

const pool: UserPool = {
  id: 'us-east-1_abcdefghi',
  name: 'test',
  settings: { AliasAttributes: ['email'] },
  schema: toSchema([
    { Name: 'tier', AttributeDataType: 'String' },
    { Name: 'shoe', AttributeDataType: 'String' },
  ]),
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
};

const changing = (stage: ChangeStage): ChangingUserPool => ({
  ...pool,
  change: {
    id: 'one',
    stage,
    since: 0,
    goal: 'switch',
    allMustFit: true,
    ...toNextForm(pool, {
      UsernameConfiguration: { CaseSensitive: false },
      AliasAttributes: ['preferred_username'],
      RenameAttributes: [{ Name: 'custom:tier', NewName: 'custom:level' }],
      DeleteAttributes: ['custom:shoe'],
    }),
  },
});

const userWith = (attributes: Attributes): User => newUser(pool.id, 'Ada', { attributes });

const values = fc.dictionary(
  fc.constantFrom('email', 'custom:tier', 'custom:shoe', 'nickname'),
  fc.string({ minLength: 1, maxLength: 5 }),
);

describe('the two forms of a changing pool', () => {
  it('are in their former places when they are swapped twice', () => {
    const { settings, schema, change } = swapped(swapped(changing('switched')));
    expect({ settings, schema }).toMatchObject({ settings: pool.settings, schema: pool.schema });
    expect(change).toMatchObject({ ...changing('switched').change });
  });

  it('keep every value through a write in either', () => {
    fc.assert(
      fc.property(values, fc.boolean(), (attributes, isSwitched) => {
        const before = changing('switched');
        const copied = toStored(before, userWith(attributes));
        const now = isSwitched ? swapped(before) : before;
        const written = toStored(now, asSeen(now, copied));
        expect(asSeen(before, written).attributes).toEqual(attributes);
      }),
    );
  });

  it('show values under the names of the one that the pool has', () => {
    const stored = toStored(changing('copying'), userWith({ 'custom:tier': 'gold', 'custom:shoe': '40' }));
    expect(asSeen(changing('copying'), stored).attributes).toEqual({ 'custom:tier': 'gold', 'custom:shoe': '40' });
    expect(asSeen(swapped(changing('switched')), stored).attributes).toEqual({ 'custom:level': 'gold' });
  });

  it('mirror what is written last, and what is taken away', () => {
    const now = swapped(changing('switched'));
    const seen = asSeen(now, toStored(changing('switched'), userWith({ 'custom:tier': 'gold' })));
    const silver = toStored(now, { ...seen, attributes: { 'custom:level': 'silver' } });
    expect(silver.attributes).toEqual({ 'custom:tier': 'silver', 'custom:level': 'silver' });
    expect(toStored(now, { ...seen, attributes: {} }).attributes).toEqual({});
  });

  it('leave nothing of the other where it is given up', () => {
    const stored = toStored(changing('copying'), userWith({ 'custom:tier': 'gold', 'custom:shoe': '40' }));
    const given = swapped(changing('switched'));
    const cleaning: UserPool = { ...given, change: { ...given.change, stage: 'cleaning' } };
    expect(toStored(cleaning, stored).attributes).toEqual({ 'custom:level': 'gold' });
  });

  it('call attributes of app clients by the names of the one that the pool has', () => {
    const names = ['email', 'custom:tier'];
    expect(namesNow(changing('copying'), names)).toEqual(names);
    expect(namesNow(swapped(changing('switched')), names)).toEqual(['email', 'custom:level']);
    expect(namesNow(changing('copying'), ['custom:level', 'custom:tier'])).toEqual(['custom:tier']);
  });
});

describe('the names of a user in a changing pool', () => {
  const user = userWith({ email: 'Ada@example.com', email_verified: 'true', preferred_username: 'Countess' });
  const copied = { ...user, copiedFor: 'one' };

  it('are those of both forms for who was taken along, and of the pool for others', () => {
    const now = changing('copying');
    const both = [
      { kind: 'sub', key: user.sub },
      { kind: 'email', key: 'Ada@example.com' },
      { kind: 'username', key: 'ada' },
      { kind: 'preferred_username', key: 'countess' },
    ];
    expect(namesInBothForms(now, user, 'Ada')).toEqual(both);
    expect(claimedNames(now, copied, 'Ada')).toEqual(both);
    expect(namesToKeep(now, copied, 'Ada')).toEqual(both);
    expect(claimedNames(now, user, 'Ada')).toEqual(currentNames(now, user, 'Ada'));
  });

  it.each(['preparing', 'cleaning'] as const)('are to be those of the pool alone while it is %s', (stage) => {
    const now = changing(stage);
    expect(namesToKeep(now, copied, 'Ada')).toEqual(currentNames(now, user, 'Ada'));
    expect(claimedNames(now, copied, 'Ada')).toEqual(namesInBothForms(now, user, 'Ada'));
  });
});

describe('an index of an attribute', () => {
  it('is for one that stays, under whatever name', () => {
    expect(() => withIndexed(changing('copying'), ['custom:shoe'])).toThrow(
      'The change of the user pool deletes the attribute custom:shoe.',
    );
    expect(withIndexed(changing('copying'), ['custom:tier']).attributes).toMatchObject([{ attribute: 'custom:tier' }]);
    expect(withIndexed(pool, ['custom:shoe']).attributes).toMatchObject([{ attribute: 'custom:shoe' }]);
  });
});
