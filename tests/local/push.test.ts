import { describe, expect, it } from 'vitest';
import { schemaToMake } from '#local/push/made-pool.ts';
import { toPushedUser } from '#local/push/pushed-user.ts';
import { settle } from '#local/push/settle.ts';

const refusal = (message: string): Error =>
  Object.assign(new Error(message), { name: 'InvalidParameterException', $metadata: { httpStatusCode: 400 } });

/** A service that does not take some members, and what it has in the end. */
const picky = (...unwanted: readonly string[]) => {
  let kept: object = {};
  let sets = 0;
  const set = async (settings: Readonly<Record<string, unknown>>): Promise<void> => {
    sets += 1;
    const bad = unwanted.find((name) => name in settings);
    if (bad !== undefined) throw refusal(`No ${bad}.`);
    kept = settings;
  };
  return { set, kept: () => kept, sets: () => sets };
};

describe('settings', () => {
  it('are set at once where the service takes them', async () => {
    const service = picky();
    expect(await settle({ a: 1, b: 2 }, service.set)).toEqual([]);
    expect([service.kept(), service.sets()]).toEqual([{ a: 1, b: 2 }, 1]);
  });

  it('are set but for those that it refuses, and those that make no sense without them', async () => {
    const service = picky('b', 'e');
    const refused = await settle({ a: 1, b: 2, c: 3, d: 4, e: 5, f: undefined }, service.set, [['b', 'c']]);
    expect(refused).toEqual([
      { members: ['e'], why: 'No e.' },
      { members: ['b', 'c'], why: 'No b.' },
    ]);
    expect(service.kept()).toEqual({ a: 1, d: 4 });
  });

  it('are no matter of a key that may not do it', async () => {
    const denied = Object.assign(refusal('No.'), { name: 'AccessDeniedException' });
    await expect(settle({ a: 1 }, () => Promise.reject(denied))).rejects.toBe(denied);
  });
});

describe('a schema', () => {
  it('names what is not in every pool', () => {
    const usual = { AttributeDataType: 'String', Mutable: true, Required: false } as const;
    const wide = { MinLength: '0', MaxLength: '2048' };
    const SchemaAttributes = [
      { Name: 'sub', ...usual, Mutable: false, Required: true },
      { Name: 'email', ...usual, Required: true, StringAttributeConstraints: wide },
      { Name: 'name', ...usual, StringAttributeConstraints: wide },
      { Name: 'birthdate', ...usual, StringAttributeConstraints: { MinLength: '10', MaxLength: '10' } },
      { Name: 'identities', ...usual },
      { Name: 'custom:plan', ...usual, StringAttributeConstraints: wide },
      { Name: 'dev:custom:level', ...usual, DeveloperOnlyAttribute: true },
    ];
    expect(schemaToMake({ SchemaAttributes }).map(({ Name }) => Name)).toEqual(['email', 'plan', 'level']);
  });
});

describe('a user', () => {
  const told = (attributes: Record<string, string>, facts = {}) => ({
    Username: 'ada',
    UserStatus: 'CONFIRMED',
    Attributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    ...facts,
  });

  it('is made under its username, or by what it signs in with, and without what the service gives', () => {
    const user = told({
      sub: 'x',
      email: 'ada@example.com',
      phone_number: '+15550100',
      'cognito:mfa_enabled': 'x',
      name: '',
    });
    const attributes = ['email', 'phone_number'];
    const names = (given: object) => {
      const asked = toPushedUser(given, user);
      return 'user' in asked && [asked.user.name, asked.user.attributes.map(({ Name }) => Name)];
    };
    expect(names({})).toEqual(['ada', attributes]);
    expect(names({ UsernameAttributes: ['phone_number', 'email'] })).toEqual(['ada@example.com', attributes]);
    expect(names({ UsernameAttributes: ['phone_number'] })).toEqual(['+15550100', attributes]);
  });

  it('takes along its links, and not the account that it was made for', () => {
    const link = { providerName: 'Google', providerType: 'Google', issuer: null, dateCreated: 1 };
    const identities = JSON.stringify([
      { ...link, userId: '1', primary: 'true' },
      { ...link, userId: '2', primary: false },
    ]);
    expect(toPushedUser({}, told({ identities }))).toMatchObject({ user: { links: [{ userId: '2' }] } });
    expect(toPushedUser({}, told({ identities: 'none' }))).toMatchObject({ user: { links: [] } });
  });

  it.each([
    ['CONFIRMED', true],
    ['RESET_REQUIRED', true],
    ['FORCE_CHANGE_PASSWORD', false],
  ])('of the status %s needs a password that can be forgotten: %s', (UserStatus, needsPassword) => {
    expect(toPushedUser({}, told({}, { UserStatus }))).toMatchObject({ user: { needsPassword } });
  });

  it.each([
    ['UNCONFIRMED', {}, 'unconfirmed'],
    ['EXTERNAL_PROVIDER', {}, 'of a provider'],
    ['CONFIRMED', { UsernameAttributes: ['email'] as const }, 'without a name to sign in with'],
  ])('of the status %s is left out in a pool of %j: %s', (UserStatus, pool, left) => {
    expect(
      toPushedUser(
        { UsernameAttributes: [...('UsernameAttributes' in pool ? pool.UsernameAttributes : [])] },
        told({}, { UserStatus }),
      ),
    ).toEqual({ left });
  });
});
