import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { readJsonFile, writeJsonFile } from '../../data-folder/json-files.ts';
import { isValues, type Values } from '../kinds/kind.ts';

const Made = v.object({
  type: v.string(),
  identity: v.record(v.string(), v.string()),
  /** Hashes of values by the path of the property, as values may be secrets. */
  properties: v.record(v.string(), v.string()),
  isRetained: v.boolean(),
});
const States = v.record(v.string(), v.record(v.string(), Made));

/** A resource that an earlier start made. */
export type Made = v.InferOutput<typeof Made>;

/** What was made from one file, by logical id, in the order in which it was made. */
export type State = Readonly<Record<string, Made>>;

const isStates = (value: unknown): value is v.InferOutput<typeof States> => v.is(States, value);

const read = (file: string): v.InferOutput<typeof States> =>
  readJsonFile(file, {
    isShape: isStates,
    remedy: 'Remove it and start again: pools are made anew, and the old ones stay.',
  }) ?? {};

/** What earlier starts made from a template; empty where nothing. Throws a sentence where the file is broken. */
export const readState = (file: string, template: string): State => read(file)[template] ?? {};

/** Writes down what was made from a template. */
export const writeState = (file: string, template: string, state: State): void =>
  writeJsonFile(file, { ...read(file), [template]: state });

const hash = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('base64url').slice(0, 22);

/** Hashes of all values of properties, by paths such as `Policies.PasswordPolicy.MinimumLength`. */
export const hashesOf = (properties: Values, at = ''): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(properties).flatMap(([name, value]): [string, string][] =>
      isValues(value) && Object.keys(value).length > 0
        ? Object.entries(hashesOf(value, `${at}${name}.`))
        : [[`${at}${name}`, hash(value)]],
    ),
  );

/** Paths whose values differ between two sets of hashes. */
export const pathsThatDiffer = (one: Made['properties'], other: Made['properties']): readonly string[] =>
  [...new Set([...Object.keys(one), ...Object.keys(other)])].filter((path) => one[path] !== other[path]).toSorted();
