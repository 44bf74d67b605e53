import { randomUUID } from 'node:crypto';
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

let atFirst: ReadonlySet<string> | undefined;

const idOf = ({ pk, sk }: Key): string => JSON.stringify([pk, sk]);

/**
 * Leaves nothing in the table of what a flow made. Proofs read the whole table: with what all flows make, that would
 * soon be most of their work, and keep the store from answering others.
 */
export const startAnew = async (): Promise<void> => {
  const present = await allKeys();
  atFirst ??= new Set(present.map(idOf));
  const known = atFirst;
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
