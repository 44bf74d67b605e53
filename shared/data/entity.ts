import type { Key } from './keys.ts';
import type { Item } from './table.ts';
import type { Write } from './write.ts';

interface Stored<Entity> {
  readonly type: string;
  readonly data: Entity;
}

const isStored = <Entity>(item: Item, type: string): item is Item & Stored<Entity> =>
  item.type === type && typeof item.data === 'object' && item.data !== null;

/** The entity of an item. Only the repository of a type writes items of that type, so the tag is the proof. */
export const fromItem = <Entity>(type: string, item: Item): Entity => {
  if (isStored<Entity>(item, type)) return item.data;
  throw new Error(`The item ${String(item.pk)} ${String(item.sk)} is no ${type}.`);
};

/** An entity as an item, with whatever keys of indexes and times to live it needs beside. */
export const toItem = <Entity extends object>(
  type: string,
  key: Key,
  data: Entity,
  beside: Readonly<Record<string, string | number>> = {},
): Extract<Write, { put: unknown }>['put'] => ({ ...key, ...beside, type, data });

/** Epoch seconds at which the store may drop an item: for cleaning only, readers compare the time themselves. */
export const ttl = (epochMs: number): number => Math.ceil(epochMs / 1000);
