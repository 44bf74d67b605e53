import { UsageError } from './failures.ts';

type Settings = Readonly<Record<string, unknown>>;

const isSettings = (value: unknown): value is Settings =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const parseValue = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

const withValue = (settings: Settings, [name = '', ...deeper]: readonly string[], value: unknown): Settings => {
  const inner = settings[name];
  return {
    ...settings,
    [name]: deeper.length === 0 ? value : withValue(isSettings(inner) ? inner : {}, deeper, value),
  };
};

/**
 * The settings after changes such as `Policies.PasswordPolicy.MinimumLength=12`: a path, and a value that is JSON or,
 * failing that, text. Throws UsageError for anything else.
 */
export const assign = (settings: Settings, assignments: readonly string[]): Settings =>
  assignments.reduce((changed, assignment) => {
    const at = assignment.indexOf('=');
    if (at < 1) throw new UsageError(`${assignment} is no change. Write it as Name=value or Outer.Inner=value.`);
    return withValue(changed, assignment.slice(0, at).split('.'), parseValue(assignment.slice(at + 1)));
  }, settings);
