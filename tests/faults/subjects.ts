import { randomUUID } from 'node:crypto';
import { anEmail, makePool, type TestPool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

/** Makes once what many flows use. */
export const once = <T>(make: () => Promise<T>): (() => Promise<T>) => {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
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
