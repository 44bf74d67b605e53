/** A value of the settings of a style: JSON without null. */
export type SettingsValue = boolean | number | string | readonly SettingsValue[] | SettingsTree;

/** Settings of a style, or a part of them. A style has only what was set; the default document has all members. */
export interface SettingsTree {
  readonly [name: string]: SettingsValue;
}

/** True for what has members. */
export const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The same of a value of settings. */
export const isSettingsTree = (value: SettingsValue | undefined): value is SettingsTree => isTree(value);

/** The member of that name, where it is one of the tree's own. */
export const memberOf = <Value>(tree: Readonly<Record<string, Value>>, name: string): Value | undefined =>
  Object.hasOwn(tree, name) ? tree[name] : undefined;

/** The first settings with what the others set. Members are put together at every depth; a list replaces a list. */
export const mergeSettings = (under: SettingsTree, over: SettingsTree): SettingsTree => {
  const merged: Record<string, SettingsValue> = { ...under };
  for (const [name, value] of Object.entries(over)) {
    const below = memberOf(under, name);
    merged[name] = isSettingsTree(below) && isSettingsTree(value) ? mergeSettings(below, value) : value;
  }
  return merged;
};
