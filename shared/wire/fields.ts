import * as v from 'valibot';

/** What a text must look like. */
export interface TextPattern {
  /** The model's pattern, unanchored as the model writes it; a value must match it whole. */
  readonly pattern: string;
  /** Says the same in time that grows with the length only, where the pattern would take more. */
  readonly matches?: (value: string) => boolean;
}

interface TextRule extends Partial<TextPattern> {
  readonly min?: number;
  readonly max?: number;
  /** True where an error message must not repeat the value. */
  readonly sensitive?: boolean;
}

interface Range {
  readonly min?: number;
  readonly max?: number;
}

type Action<Value> = v.PipeAction<Value, Value, v.BaseIssue<unknown>>;

/** `v.regex` that leaves alone what is over the length limit anyway: matching cost must not grow with hostile input. */
const boundedRegex = (pattern: RegExp, max: number | undefined): v.RegexAction<string, undefined> => {
  const action: v.RegexAction<string, undefined> = v.regex(pattern);
  if (max === undefined) return action;
  const match = action['~run'];
  return Object.assign(action, {
    '~run': (...[dataset, config]: Parameters<typeof match>): ReturnType<typeof match> =>
      typeof dataset.value === 'string' && dataset.value.length > max ? dataset : match.call(action, dataset, config),
  });
};

/** A string with the model's constraints: lengths in characters. */
export const text = ({ min, max, pattern, matches, sensitive }: TextRule = {}): v.GenericSchema<string, string> => {
  const actions: Action<string>[] = [];
  if (min !== undefined) actions.push(v.minLength(min));
  if (max !== undefined) actions.push(v.maxLength(max));
  if (pattern !== undefined) {
    const whole = new RegExp(`^(?:${pattern})$`, 'u');
    actions.push(boundedRegex(matches ? Object.assign(whole, { test: matches }) : whole, max));
  }
  if (sensitive) actions.push(v.metadata({ sensitive }));
  return v.pipe(v.string(), ...actions);
};

// Numbers of the API have 32 bits: to it a greater one is none, as a fraction is none.
const wholeNumber = (): Action<number> =>
  Object.assign(v.integer<number>(), { requirement: (value: number) => value === (value | 0) });

/** A whole number of 32 bits, within the model's range. */
export const integer = ({ min, max }: Range = {}): v.GenericSchema<number, number> => {
  const actions: Action<number>[] = [wholeNumber()];
  if (min !== undefined) actions.push(v.minValue(min));
  if (max !== undefined) actions.push(v.maxValue(max));
  return v.pipe(v.number(), ...actions);
};

/** Items of a list and members of a map where the model states no number: no request that succeeds has as many. */
export const mostItems = 256;

type Run<Value> = v.GenericSchema<unknown, Value>['~run'];

// What has too many items is refused for that alone: none of them is looked at.
const unlessLong =
  <Value>(run: Run<Value>, isLong: (value: unknown) => boolean): Run<Value> =>
  (dataset, config) =>
    isLong(dataset.value) ? Object.assign(dataset, { typed: true as const }) : run(dataset, config);

/** A list with the model's item count, or ours where it has none. */
export const list = <Item>(
  item: v.GenericSchema<unknown, Item>,
  { min, max = mostItems }: Range = {},
): v.GenericSchema<unknown, Item[]> => {
  const actions: Action<Item[]>[] = [];
  if (min !== undefined) actions.push(v.minLength(min));
  actions.push(v.maxLength(max));
  const items = v.array(item);
  const isLong = (value: unknown): boolean => Array.isArray(value) && value.length > max;
  return v.pipe(Object.assign(items, { '~run': unlessLong(items['~run'].bind(items), isLong) }), ...actions);
};

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

// `v.record` leaves them out without a word, as they could be taken for a prototype: to the API they are keys like others.
const leftOut: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** `v.record` with every key that is given as a member of its own. */
const wholeRecord = <Value>(key: v.GenericSchema<string, string>, value: v.GenericSchema<unknown, Value>) => {
  const record = v.record(key, value);
  const run = record['~run'];
  return Object.assign(record, {
    '~run': (...[dataset, config]: Parameters<typeof run>): ReturnType<typeof run> => {
      const input: unknown = dataset.value;
      const checked = run.call(record, dataset, config);
      const left = isObject(input) ? Object.entries(input).filter(([name]) => leftOut.has(name)) : [];
      for (const [name, given] of left) {
        if (config.abortEarly && checked.issues) break;
        const [named, member] = [key['~run']({ value: name }, config), value['~run']({ value: given }, config)];
        const at = { type: 'object', origin: 'value', input: { ...Object(input) }, key: name, value: given } as const;
        const issues = [...(named.issues ?? []), ...(member.issues ?? [])].map((issue) => ({
          ...issue,
          path: [at, ...(issue.path ?? [])],
        }));
        if (issues.length > 0) Object.assign(checked, { issues: [...(checked.issues ?? []), ...issues] });
        const held = { value: member.value, configurable: true, enumerable: true, writable: true };
        Object.defineProperty(checked.value, name, held);
      }
      return checked;
    },
  });
};

const isLongMap = (value: unknown): boolean => isObject(value) && Object.keys(value).length > mostItems;

/** A string-keyed map. */
export const map = <Value>(
  key: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, Value>,
  { sensitive = false } = {},
) => {
  const members = wholeRecord(key, value);
  const run = unlessLong<Record<string, Value>>(members['~run'], isLongMap);
  return v.pipe(Object.assign(members, { '~run': run }), v.maxEntries(mostItems), v.metadata({ sensitive }));
};

/** The request schema of an operation: every member of the model's shape, each of the model's type. */
export interface RequestOf<Shape extends object> {
  readonly entries: { readonly [Member in keyof Required<Shape>]: v.GenericSchema<unknown, Shape[Member]> };
}
