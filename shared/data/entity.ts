import type { Key } from './keys.ts';
import type { Item } from './table.ts';
import type { Condition, StoredItem } from './write.ts';

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
): StoredItem => ({ ...key, ...beside, type, data });

/** That the entity is still of the version; `refused` says what it means that it is not. */
export const ofVersion = (version: number, refused: () => Error): Condition => ({
  expression: '#data.#version = :before',
  names: { '#data': 'data', '#version': 'version' },
  values: { ':before': version },
  refused,
});

/** Under which key the table has the item. */
export const keyOf = ({ pk, sk }: Item): Key => ({ pk: String(pk), sk: String(sk) });

/** Epoch seconds at which the store may drop an item: for cleaning only, readers compare the time themselves. */
export const ttl = (epochMs: number): number => Math.ceil(epochMs / 1000);
