/** Sets as many settings as a service takes. */
import { isRefusal } from '../pull/parts.ts';

/** Settings that the service does not take, and why. */
export interface RefusedSettings {
  readonly members: readonly string[];
  readonly why: string;
}

type Settings = Readonly<Record<string, unknown>>;

const pick = (settings: Settings, names: readonly string[]): Settings =>
  Object.fromEntries(Object.entries(settings).filter(([name]) => names.includes(name)));

const triesOf = (settings: Settings, together: readonly (readonly string[])[]): readonly (readonly string[])[] => {
  const present = Object.keys(settings).filter((name) => settings[name] !== undefined);
  const groups = together.map((names) => names.filter((name) => present.includes(name)));
  const alone = present.filter((name) => !together.flat().includes(name));
  return [...alone.map((name) => [name]), ...groups.filter((names) => names.length > 0)];
};

/**
 * Sets all at once. Where that is refused, sets one after the other with all that were accepted before it; those of
 * `together` make sense only with each other. `set` always gets everything that is to be set. Gives what was refused.
 */
export const settle = async (
  settings: Settings,
  set: (settings: Settings) => Promise<unknown>,
  together: readonly (readonly string[])[] = [],
): Promise<readonly RefusedSettings[]> => {
  const tried = async (some: Settings): Promise<Error | undefined> => {
    try {
      await set(some);
      return undefined;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return error;
    }
  };
  if (!(await tried(settings))) return [];
  const refused: RefusedSettings[] = [];
  let accepted: Settings = {};
  for (const members of triesOf(settings, together)) {
    const wanted = { ...accepted, ...pick(settings, members) };
    const error = await tried(wanted);
    if (error) refused.push({ members, why: error.message });
    else accepted = wanted;
  }
  // The last try may have been refused, and set nothing.
  await set(accepted);
  return refused;
};
