import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { table } from '#shared/data/table.ts';
import { userPartitions } from '#shared/data/users/user-partitions.ts';
import { UserChanged, userRepository } from '#shared/data/users/user-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import type { AskedChange } from '#shared/domain/user-pools/asked-change.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { currentNames, namesInBothForms } from '#shared/domain/users/names.ts';
import type { User } from '#shared/domain/users/user.ts';
import { isException } from '#shared/errors/exception.ts';
import { createPoolChanges } from '#shared/services/user-pool-changes/pool-changes.ts';
import { userCreation, userRemoval, userUpdate } from '#shared/services/users/user-changes.ts';
import { userKeyOf, users } from '#shared/services/users/users.ts';
import { changeWork, makeChangingPool } from '#tests/support/change-work.ts';
import { newUser } from '#tests/support/new-user.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { poolInTable } from '#tests/support/raw-users.ts';

// Functions on a small scale: they cache a pool for a second, write within a second more, and a change waits until all of
// them must know of it.
const rememberedMs = 1000;
const endsMs = 2000;
const settlesMs = 4000;
const functionCount = 6;

class Taken extends Error {}

const taken = (): Error => new Taken();

/** The machine was slow. The time of a function ends, too, and it writes no more. */
class Late extends Error {}

/** How a write may fail while others write. Then nothing happens, and the caller is told so. */
const isExpected = (error: unknown): boolean =>
  error instanceof Taken ||
  error instanceof Late ||
  error instanceof UserChanged ||
  isException(error, 'TooManyRequestsException');

const any = <T>(values: readonly T[]): T => {
  const value = values[randomInt(values.length)];
  if (value === undefined) throw new Error('There is nothing to choose from.');
  return value;
};

/** A pool as a function has cached it, and since when, in epoch milliseconds. */
interface Cached {
  readonly pool: UserPool;
  readonly readAt: number;
}

interface Names {
  readonly usernames: readonly string[];
  /** Addresses that a user with that name may have. */
  readonly emailsOf: (username: string) => readonly string[];
}

// One thing that a request may do, with the pool that the function has cached at a time.
const act = async ({ pool, readAt }: Cached, { usernames, emailsOf }: Names): Promise<void> => {
  const write = async (writes: readonly Write[]): Promise<void> => {
    if (Date.now() - readAt > endsMs) throw new Late();
    return table().write(writes);
  };
  const username = any(usernames);
  const { user, userKey } = await users().find(pool, username);
  const email_verified = any(['true', 'true', 'false']);
  const attributes = { email: any(emailsOf(username)), email_verified, 'custom:tier': any(['gold', 'tin']) };
  if (!user) {
    const made = { ...newUser(pool.id, username), attributes };
    const key = userKeyOf(pool, username);
    return write(await userCreation(pool, made, key, { taken, force: any([true, false]) }));
  }
  if (randomInt(4) === 0) return write(await userRemoval(pool, user, userKey));
  // As a passkey registration does: a write of the profile alone.
  if (randomInt(4) === 0) return write([userRepository().update(pool, user, userKey)]);
  const after = { ...user, attributes: any([attributes, user.attributes, {}]) };
  return write(await userUpdate(pool, user, after, userKey, { taken, force: any([true, false]) }));
};

/** Functions at work until `stop`, which gives how many things they did. */
const traffic = (poolId: string, names: Names) => {
  let isOver = false;
  const run = async (): Promise<number> => {
    const read = async (): Promise<Cached> => ({ readAt: Date.now(), pool: await poolInTable(poolId) });
    let cached = await read();
    let done = 0;
    while (!isOver) {
      if (Date.now() - cached.readAt > rememberedMs) cached = await read();
      const remembered = cached;
      await retryOnConflict(() => act(remembered, names)).then(
        () => {
          done += 1;
        },
        (error: unknown) => {
          if (!isExpected(error)) throw error;
        },
      );
      await pause(randomInt(30));
    }
    return done;
  };
  const running = Promise.all(Array.from({ length: functionCount }, run));
  return {
    stop: async (): Promise<number> => {
      isOver = true;
      return (await running).reduce((sum, done) => sum + done, 0);
    },
  };
};

const ownersIn = async (poolId: string): Promise<string[]> =>
  (await itemsAbout(poolId)).flatMap(({ type, pk, sk, data }) =>
    type === 'Owner' ? [`${String(pk).split('#').at(-1)} ${sk} ${Object(data).userKey}`] : [],
  );

const storedUsers = async (pool: UserPool): Promise<{ user: User; userKey: string }[]> => {
  const found = await Promise.all(
    userPartitions()
      .shards(pool.id)
      .map((shard) => userPartitions().users(pool, shard, undefined)),
  );
  return found.flatMap((page) => page.users);
};

/** Every name belongs to its user and nobody else, and every name finds its user. */
const expectInOrder = async (poolId: string, isChanging: boolean): Promise<void> => {
  const pool = await poolInTable(poolId);
  const stored = await storedUsers(pool);
  const namesIn = isChanging ? namesInBothForms : currentNames;
  const expected = stored.flatMap(({ user, userKey }) =>
    namesIn(pool, user, userKey).map(({ kind, key }) => `${key} U#OWNER#${kind} ${userKey}`),
  );
  expect((await ownersIn(poolId)).sort()).toEqual(expected.sort());
  for (const { user, userKey } of stored) {
    for (const { key } of [{ key: user.username }, ...currentNames(pool, user, userKey)]) {
      expect((await users().find(pool, key)).user?.sub, key).toBe(user.sub);
    }
  }
};

// Names that differ in both forms of the pool. Anybody uses them again when they are free.
const apart: Names = {
  usernames: ['Ada', 'bea', 'CLEO', 'Dora', 'eve', 'Fay'],
  emailsOf: (username) => [`${username}@Example.com`, `${username}@example.org`],
};

// Names that are equal when case does not matter, and addresses that everybody wants.
const contested: Names = {
  usernames: ['Ada', 'ada', 'ADA', 'bea', 'Bea'],
  emailsOf: () => ['a@example.com', 'A@example.com', 'b@example.com'],
};

const changes: readonly (readonly [string, object, AskedChange])[] = [
  ['case that ceases to matter', { AliasAttributes: ['email'] }, { UsernameConfiguration: { CaseSensitive: false } }],
  [
    'case that begins to matter',
    { AliasAttributes: ['email'], UsernameConfiguration: { CaseSensitive: false } },
    { UsernameConfiguration: { CaseSensitive: true } },
  ],
  ['an alias', {}, { AliasAttributes: ['email'] }],
  [
    'addresses in place of aliases',
    { AliasAttributes: ['email'] },
    { AliasAttributes: [], UsernameAttributes: ['email'] },
  ],
  [
    'aliases in place of addresses',
    { UsernameAttributes: ['email'] },
    { AliasAttributes: ['email'], UsernameAttributes: [] },
  ],
];

describe('a change that its worker moves on', () => {
  it('goes back all the same, as was asked at that moment', async () => {
    const pool = await makeChangingPool({}, { AliasAttributes: ['email'] }, settlesMs);
    await pool.start();
    const { transitions } = changeWork(settlesMs);
    let looks = 0;
    const find: typeof transitions.find = async (poolId) => {
      const seen = await transitions.find(poolId);
      looks += 1;
      if (seen && looks === 1) {
        await transitions.move(seen, (one) => ({ ...one, change: { ...one.change, stage: 'copying' } }));
      }
      return seen;
    };
    const { rollBack } = createPoolChanges({
      transitions: { ...transitions, find },
      workers: { start: () => Promise.resolve() },
    });
    expect((await rollBack(pool.poolId)).pool.change).toMatchObject({ stage: 'copying', goal: 'rollBack' });
  });
});

describe.concurrent('a pool that changes while it is used', () => {
  it.each(changes)('has %s, and is in order at each rest', async (_what, settings, asked) => {
    const pool = await makeChangingPool(settings, asked, settlesMs);
    const before = traffic(pool.poolId, apart);
    await pause(500);
    await pool.start();
    await pool.goOn();
    await pause(rememberedMs);
    expect(await before.stop()).toBeGreaterThan(0);
    expect((await poolInTable(pool.poolId)).change?.stage).toBe('switched');
    await expectInOrder(pool.poolId, true);
    const after = traffic(pool.poolId, apart);
    await pool.aim(any(['finish', 'rollBack']));
    await pool.goOn();
    await pause(rememberedMs);
    expect(await after.stop()).toBeGreaterThan(0);
    expect((await poolInTable(pool.poolId)).change).toBeUndefined();
    await expectInOrder(pool.poolId, false);
  });

  it.each(changes)('goes back from %s, whatever stands in the way', async (_what, settings, asked) => {
    const pool = await makeChangingPool(settings, asked, settlesMs);
    const requests = traffic(pool.poolId, contested);
    await pause(500);
    await pool.start();
    await pool.goOn();
    await pool.aim('rollBack');
    await pool.goOn();
    await pause(rememberedMs);
    expect(await requests.stop()).toBeGreaterThan(0);
    expect((await poolInTable(pool.poolId)).change).toBeUndefined();
    await expectInOrder(pool.poolId, false);
  });
});
