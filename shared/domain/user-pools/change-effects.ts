import type { AttributeSchema } from './attribute-schema.ts';
import { inForm } from './pool-change.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from './settings.ts';
import type { PoolChange, UserPool } from './user-pool.ts';

/** What a change means to users. */
export interface ChangeEffects {
  /** They may be found by other names. */
  readonly names: boolean;
  /** They have attributes under another name, or lose some. */
  readonly values: boolean;
  /** Attributes whose present values may not fit the new schema, as they are in that schema. */
  readonly checked: readonly AttributeSchema[];
}

const sameSet = (a: readonly string[], b: readonly string[]): boolean =>
  JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());

// Limits are whole numbers in decimal.
const isBelow = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && (b === undefined || BigInt(a) < BigInt(b));

const isAbove = (a: string | undefined, b: string | undefined): boolean =>
  a !== undefined && (b === undefined || BigInt(a) > BigInt(b));

const isStricter = (before: AttributeSchema | undefined, after: AttributeSchema): boolean =>
  before !== undefined &&
  ((after.required && !before.required) || isBelow(after.max, before.max) || isAbove(after.min, before.min));

/** What it means to users that the pool gets the other form. For the way back, it is asked of the changed pool. */
export const effectsOf = (pool: UserPool, { other, renamed }: Pick<PoolChange, 'other' | 'renamed'>): ChangeEffects => {
  const next = inForm(pool, other);
  const findBefore = ({ name }: AttributeSchema): AttributeSchema | undefined => {
    const names = renamed.find((pair) => pair.includes(name)) ?? [name];
    return pool.schema.find((one) => names.includes(one.name));
  };
  return {
    names:
      isCaseSensitive(pool) !== isCaseSensitive(next) ||
      !sameSet(aliasAttributes(pool), aliasAttributes(next)) ||
      !sameSet(usernameAttributes(pool), usernameAttributes(next)),
    values: !sameSet(
      pool.schema.map(({ name }) => name),
      other.schema.map(({ name }) => name),
    ),
    checked: other.schema.filter((one) => isStricter(findBefore(one), one)),
  };
};

/** True where users are to get other names or attributes than they have. */
export const touchesUsers = ({ names, values }: ChangeEffects): boolean => names || values;
