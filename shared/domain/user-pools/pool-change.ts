import { CognitoException } from '#shared/errors/exception.ts';
import type { AttributeSchema } from './attribute-schema.ts';
import { isCaseSensitive } from './settings.ts';
import type { ChangeStage, PoolChange, PoolForm, UserPool } from './user-pool.ts';

/** A pool with a change that is not finished. */
export type ChangingUserPool = UserPool & { readonly change: PoolChange };

const bothForms: ReadonlySet<ChangeStage> = new Set(['copying', 'switched', 'returning']);

/** True while everything is written in both forms of the pool. */
export const keepsBoth = (change: PoolChange): boolean => bothForms.has(change.stage);

/** The present form of the pool, with its second factors where `like` has some. */
export const formOf = (pool: UserPool, like: Pick<PoolForm, 'factors'>): PoolForm => {
  const { AliasAttributes, UsernameAttributes, UsernameConfiguration, MfaConfiguration: mode } = pool.settings;
  return {
    names: { AliasAttributes, UsernameAttributes, UsernameConfiguration },
    schema: pool.schema,
    ...(like.factors && { factors: { mode: mode ?? 'OFF', mfa: pool.mfa } }),
  };
};

/** The pool as if it had that form, and no change. */
export const inForm = ({ change: _change, ...pool }: UserPool, { names, schema, factors }: PoolForm): UserPool => ({
  ...pool,
  schema,
  // Each by name, so that what a stored form leaves out becomes undefined.
  settings: {
    ...pool.settings,
    AliasAttributes: names.AliasAttributes,
    UsernameAttributes: names.UsernameAttributes,
    UsernameConfiguration: names.UsernameConfiguration,
    ...(factors && { MfaConfiguration: factors.mode }),
  },
  ...(factors && { mfa: factors.mfa }),
});

/** The pool in the other form of its change; undefined where there is none. */
export const otherForm = (pool: UserPool): UserPool | undefined => pool.change && inForm(pool, pool.change.other);

/** True where users may have usernames that were folded in another way than the pool folds names now. */
export const hasTwoCases = (pool: UserPool): boolean => {
  const other = otherForm(pool);
  return pool.caseChanged === true || (other !== undefined && isCaseSensitive(other) !== isCaseSensitive(pool));
};

/** The name that an attribute has in the other form of the change. */
const nameInOther = ({ renamed }: PoolChange, name: string): string => {
  const pair = renamed.find((one) => one.includes(name));
  return pair?.find((other) => other !== name) ?? name;
};

/** The pool with the two forms of its change swapped. */
export const swapped = (pool: ChangingUserPool): ChangingUserPool => {
  const { change, search } = pool;
  return {
    ...inForm(pool, change.other),
    ...(search && {
      search: {
        ...search,
        attributes: search.attributes.map((one) => ({ ...one, attribute: nameInOther(change, one.attribute) })),
      },
    }),
    ...(hasTwoCases(pool) && { caseChanged: true }),
    change: { ...change, other: formOf(pool, change.other) },
  };
};

/** Names of attributes that are only in the other form of the pool's change. */
export const hiddenNames = (pool: UserPool): ReadonlySet<string> => {
  const own = new Set(pool.schema.map(({ name }) => name));
  return new Set((pool.change?.other.schema ?? []).flatMap(({ name }) => (own.has(name) ? [] : [name])));
};

/** True for an attribute that the change removes from the pool, under any name. */
export const isLeaving = ({ schema, change }: Pick<UserPool, 'schema' | 'change'>, attribute: string): boolean => {
  const isIn = (names: readonly AttributeSchema[]): boolean => names.some(({ name }) => name === attribute);
  if (!change || !isIn(schema) || isIn(change.other.schema)) return false;
  return !change.renamed.some((pair) => pair.includes(attribute));
};

/**
 * The pool after a change of settings, where added attributes are in both forms of its change. Throws
 * InvalidParameterException for a name that an attribute has in the other form.
 */
export const inBothForms = (before: UserPool, after: UserPool): UserPool => {
  const { change } = after;
  const added = after.schema.filter(({ name }) => !before.schema.some((one) => one.name === name));
  if (!change || added.length === 0) return after;
  const taken = added.find(({ name }) => change.other.schema.some((one) => one.name === name));
  if (taken) {
    const message = `${taken.name} is an attribute in the change of the user pool that is not finished.`;
    throw new CognitoException('InvalidParameterException', message);
  }
  return { ...after, change: { ...change, other: { ...change.other, schema: [...change.other.schema, ...added] } } };
};

/** The current names of attributes: names of the change's other form become those of the pool's own form. */
export const namesNow = (pool: UserPool, names: readonly string[]): readonly string[] => {
  const { change } = pool;
  if (!change) return names;
  const hidden = hiddenNames(pool);
  return [...new Set(names.map((name) => (hidden.has(name) ? nameInOther(change, name) : name)))];
};
