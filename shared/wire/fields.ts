import * as v from 'valibot';

/** The form that a text must have. */
export interface TextPattern {
  /** The model's pattern, without anchors as in the model. The whole value must match it. */
  readonly pattern: string;
  /**
   * Means the same as the pattern, but in time that grows only with the length. Set where the pattern would take
   * longer.
   */
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

/** `v.regex` that skips values over the length limit: hostile input must not make matching expensive. */
const boundedRegex = (pattern: RegExp, max: number | undefined): v.RegexAction<string, undefined> => {
  const action: v.RegexAction<string, undefined> = v.regex(pattern);
  if (max === undefined) return action;
  const match = action['~run'];
  return Object.assign(action, {
    '~run': (...[dataset, config]: Parameters<typeof match>): ReturnType<typeof match> =>
      typeof dataset.value === 'string' && dataset.value.length > max ? dataset : match.call(action, dataset, config),
  });
};

/** A string with the model's constraints. Lengths are in characters. */
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

// Numbers of the API have 32 bits. It takes a greater one, like a fraction, for no number.
const wholeNumber = (): Action<number> =>
  Object.assign(v.integer<number>(), { requirement: (value: number) => value === (value | 0) });

/** A whole number of 32 bits, in the model's range. */
export const integer = ({ min, max }: Range = {}): v.GenericSchema<number, number> => {
  const actions: Action<number>[] = [wholeNumber()];
  if (min !== undefined) actions.push(v.minValue(min));
  if (max !== undefined) actions.push(v.maxValue(max));
  return v.pipe(v.number(), ...actions);
};

/**
 * The most items of a list, or members of a map, where the model states no number. No request that succeeds has as
 * many.
 */
export const mostItems = 256;

type Run<Value> = v.GenericSchema<unknown, Value>['~run'];

// Too many items are refused for their number alone: none of them is read.
const unlessLong =
  <Value>(run: Run<Value>, isLong: (value: unknown) => boolean): Run<Value> =>
  (dataset, config) =>
    isLong(dataset.value) ? Object.assign(dataset, { typed: true as const }) : run(dataset, config);

/** A list with the model's item count, or with ours where the model has none. */
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

// `v.record` silently drops these keys, as they could be taken for a prototype. To the API they are ordinary keys.
const leftOut: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** `v.record` that keeps every given key. */
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

/** A map whose keys are strings. */
export const map = <Value>(
  key: v.GenericSchema<string, string>,
  value: v.GenericSchema<unknown, Value>,
  { sensitive = false } = {},
) => {
  const members = wholeRecord(key, value);
  const run = unlessLong<Record<string, Value>>(members['~run'], isLongMap);
  return v.pipe(Object.assign(members, { '~run': run }), v.maxEntries(mostItems), v.metadata({ sensitive }));
};

/** The request schema of an operation: every member of the model's shape, each with the model's type. */
export interface RequestOf<Shape extends object> {
  readonly entries: { readonly [Member in keyof Required<Shape>]: v.GenericSchema<unknown, Shape[Member]> };
}
