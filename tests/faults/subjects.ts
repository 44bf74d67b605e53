import { randomUUID } from 'node:crypto';
import { makeIdentityPool } from '#tests/support/identity-pools.ts';
import { anEmail, makePool, type TestPool } from '#tests/support/pools.ts';
import { allKeys, itemsAbout, type Key, removeItems } from '#tests/support/raw-table.ts';

const forgetting: (() => void)[] = [];

/** Makes once what every attempt of a flow uses. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  forgetting.push(() => {
    made = undefined;
  });
  return () => {
    made ??= make();
    return made;
  };
};

// Identity pools share the keys that sign their tokens. The functions remember these keys, so the first pool is made before
// the first flow, and they stay: else a flow would end with a key that is only remembered.
const keysAtFirst = async (): Promise<ReadonlySet<string>> => {
  await makeIdentityPool();
  return new Set((await allKeys()).map(idOf));
};

let atFirst: ReadonlySet<string> | undefined;

const idOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/**
 * Leaves nothing in the table of what a flow made. Proofs read the whole table: with what all flows make, that would
 * soon be most of their work, and keep the store from answering others.
 */
export const startAnew = async (): Promise<void> => {
  atFirst ??= await keysAtFirst();
  const known = atFirst;
  const present = await allKeys();
  await removeItems(present.filter((key) => !known.has(idOf(key))));
  for (const forget of forgetting) forget();
};

/** Users have usernames, and emails to which codes are sent. */
export const plainPool = once(() => makePool({ AutoVerifiedAttributes: ['email'] }));

/** A name and an address that nobody has. */
export const newName = (): { readonly username: string; readonly email: string } => ({
  username: `user-${randomUUID()}`,
  email: anEmail(),
});

/** How many sign-ins of the user gave tokens. */
export const signInsOf = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  { username }: { readonly username: string },
): Promise<number> => {
  const items = await itemsAbout(`${poolId}#${username}`);
  return items.filter(({ type }) => type === 'TokenFamily').length;
};
