/** Settings as JSON, and what is changed in them by paths such as `Policies.PasswordPolicy.MinimumLength`. */
export type Settings = Readonly<Record<string, unknown>>;

/** A value at a path. Undefined: it is left out. */
export interface Assignment {
  readonly path: string;
  readonly value: unknown;
}

/** A path at which two settings differ. */
export interface Difference {
  readonly path: string;
  readonly before: unknown;
  readonly after: unknown;
}

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a path; undefined where there is none. */
export const valueAt = (settings: Settings, path: string): unknown =>
  path.split('.').reduce<unknown>((inner, name) => (isSettings(inner) ? inner[name] : undefined), settings);

const assigned = (settings: Settings, [name = '', ...deeper]: readonly string[], value: unknown): Settings => {
  const { [name]: inner, ...others } = settings;
  const next = deeper.length === 0 ? value : assigned(isSettings(inner) ? inner : {}, deeper, value);
  // What held nothing but the value that goes, goes with it. An empty object of the deployment's own stays.
  const isEmptied = deeper.length > 0 && isSettings(next) && Object.keys(next).length === 0 && value === undefined;
  return next === undefined || isEmptied ? others : { ...others, [name]: next };
};

/** The settings with a value at a path. Members that it does not lead through stay as they are. */
export const withValue = (settings: Settings, { path, value }: Assignment): Settings =>
  assigned(settings, path.split('.'), value);

/** Compares two values as the API does: an empty list or object is one, and the order of members does not matter. */
const isSame = (one: unknown, other: unknown): boolean => {
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((item, index) => isSame(item, other[index]));
  }
  if (!isSettings(one) || !isSettings(other)) return one === other;
  return [...new Set([...Object.keys(one), ...Object.keys(other)])].every((name) => isSame(one[name], other[name]));
};

/** Where two settings differ, as deep as it goes. A list counts as one value. */
export const differences = (before: Settings, after: Settings, above = ''): readonly Difference[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((name) => {
    const [one, other, path] = [before[name], after[name], above + name];
    if (isSame(one, other)) return [];
    if (isSettings(one) && isSettings(other)) return differences(one, other, `${path}.`);
    return [{ path, before: one, after: other }];
  });

/** The settings of now with what somebody changed since they were opened. What others changed meanwhile stays. */
export const rebased = (opened: Settings, draft: Settings, now: Settings): Settings =>
  differences(opened, draft).reduce((settings, { path, after }) => withValue(settings, { path, value: after }), now);

/** Only these members of an answer, where they are there. */
export const picked = (from: Settings, members: readonly string[]): Settings =>
  Object.fromEntries(members.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));
