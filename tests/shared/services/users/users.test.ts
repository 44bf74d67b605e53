import { describe, expect, it } from 'vitest';
import type { NameFacts } from '#shared/data/users/user-repository.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { createLookupTiming } from '#shared/services/timing/lookup-timing.ts';
import { createUsers } from '#shared/services/users/users.ts';
import { newUser } from '#tests/support/new-user.ts';

const poolWith = (settings: UserPool['settings']): UserPool => ({
  id: 'local_Pool1',
  name: 'test',
  settings,
  schema: [],
  createdAt: 0,
  updatedAt: 0,
  version: 1,
  dataKeys: { general: new Uint8Array() },
});

const nothing: NameFacts = {
  user: undefined,
  password: undefined,
  softwareToken: undefined,
  passkeys: [],
  recoveryCodes: undefined,
  failures: undefined,
  codeFailures: undefined,
  owners: {},
  codes: [],
};

const ada = newUser('local_Pool1', 'ada');

/** How many requests a look-up takes: of a name that leads to a user, or of one that nobody has. */
const requests = async (settings: UserPool['settings'], name: string, owners: NameFacts['owners']): Promise<number> => {
  const read: string[] = [];
  const users = createUsers({
    lookupTiming: createLookupTiming(),
    userRepository: {
      read: async (_pool, key) => {
        read.push(key);
        if (key === name.toLowerCase()) return { ...nothing, owners };
        const named = Object.keys(owners).map((kind): [string, string] => [kind, name]);
        const verified = Object.keys(owners).map((kind): [string, string] => [`${kind}_verified`, 'true']);
        return { ...nothing, user: { ...ada, attributes: Object.fromEntries([...named, ...verified]) } };
      },
    },
  });
  await users.find(poolWith({ ...settings, UsernameConfiguration: { CaseSensitive: false } }), name);
  return read.length;
};

describe('looking up an alias', () => {
  const cases: [kind: 'email' | 'phone_number', settings: UserPool['settings'], name: string][] = [
    ['email', { AliasAttributes: ['email'] }, 'Ada@Example.com'],
    ['phone_number', { AliasAttributes: ['preferred_username', 'phone_number'] }, '+15555550100'],
    ['email', { UsernameAttributes: ['email'] }, 'ada@example.com'],
  ];

  it.each(cases)('takes as many requests whether anybody has it or not: %s of %j', async (kind, settings, name) => {
    expect(await requests(settings, name, { [kind]: 'ada' })).toBe(2);
    expect(await requests(settings, name, {})).toBe(2);
  });

  /** Looks a name up while its alias moves from one holder to the next; the last one keeps it. */
  const lookUp = async (...holders: readonly string[]) => {
    const email = 'ada@example.com';
    const [waiting, last] = [[...holders], holders.at(-1) ?? ''];
    const read: string[] = [];
    const users = createUsers({
      lookupTiming: createLookupTiming(),
      userRepository: {
        read: async (_pool, key) => {
          read.push(key);
          if (key === email) return { ...nothing, owners: { email: waiting.shift() ?? last } };
          const attributes = { email, email_verified: String(key === last && waiting.length === 0) };
          return { ...nothing, user: { ...newUser('local_Pool1', key), attributes } };
        },
      },
    });
    const { user } = await users.find(poolWith({ AliasAttributes: ['email'] }), email);
    return { found: user?.username, requests: read.length };
  };

  it('is done again as often as the alias moves between the two requests', async () => {
    expect(await lookUp('ada', 'eve')).toEqual({ found: 'eve', requests: 4 });
    expect(await lookUp('ada', 'eve', 'ida', 'joe', 'kim')).toEqual({ found: 'kim', requests: 10 });
  });

  it('ends at a user who does not have it although it still leads there', async () => {
    expect(await lookUp('ada', 'ada', 'eve')).toMatchObject({ found: undefined, requests: 4 });
  });

  it('takes one request for a name that can be a username', async () => {
    expect(await requests({}, 'ada@example.com', {})).toBe(1);
    expect(await requests({ AliasAttributes: ['email'] }, 'ada', {})).toBe(1);
  });
});

describe('looking up a name that nobody has', () => {
  it('takes about as long as finding somebody does', async () => {
    // The work of the store and its client for the items of a user.
    const costs = (milliseconds: number): void => {
      const until = performance.now() + milliseconds;
      while (performance.now() < until);
    };
    const users = createUsers({
      lookupTiming: createLookupTiming(),
      userRepository: {
        read: async (_pool, key) => {
          if (key !== 'ada') return nothing;
          costs(1.2);
          return { ...nothing, user: ada };
        },
      },
    });
    const pool = poolWith({});
    for (const look of [users.find, users.findByKey]) {
      for (let turn = 0; turn < 32; turn++) {
        await look(pool, 'ada');
        await look(pool, 'nobody');
      }
      const start = performance.now();
      await look(pool, 'nobody');
      expect(performance.now() - start).toBeGreaterThan(0.5);
    }
  });
});
