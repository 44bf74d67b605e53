import { defaultSettings } from './default-settings.ts';
import { isColour, isRadius } from './settings-rules.ts';
import { isSettingsTree, isTree, memberOf, type SettingsTree, type SettingsValue } from './settings-tree.ts';

/** Custom properties of CSS by name, each with its value. */
type Variables = ReadonlyMap<string, string>;

const modes = ['darkMode', 'lightMode'];

// A value that is none of that kind is left to the default: what reaches CSS was looked at here.
const cssValue = (known: SettingsValue, given: unknown): string | undefined => {
  if (isColour(known)) return `#${isColour(given) ? given : known}`;
  if (typeof known === 'number') return `${isRadius(given) ? given : known}px`;
  return undefined;
};

const collect = (
  known: SettingsTree,
  given: unknown,
  mode: string,
  trail: readonly string[],
  found: Map<string, string>,
): void => {
  for (const [name, place] of Object.entries(known)) {
    if (modes.includes(name) && name !== mode) continue;
    const value = isTree(given) ? memberOf(given, name) : undefined;
    const at = name === mode ? trail : [...trail, name];
    if (isSettingsTree(place)) {
      collect(place, value, mode, at, found);
      continue;
    }
    const css = cssValue(place, value);
    if (css !== undefined) found.set(`--${at.join('-')}`, css);
  }
};

/**
 * Colours and radii of one mode as custom properties. Each is named after its path, without the mode and the first
 * member: `components.primaryButton.lightMode.hover.textColor` is `--primaryButton-hover-textColor`.
 */
export const cssVariables = (settings: unknown, mode: 'darkMode' | 'lightMode'): Variables => {
  const found = new Map<string, string>();
  for (const part of ['componentClasses', 'components']) {
    const known = memberOf(defaultSettings, part);
    const given = isTree(settings) ? memberOf(settings, part) : undefined;
    if (isSettingsTree(known)) collect(known, given, mode, [], found);
  }
  return found;
};

const block = (variables: Variables, scheme: string): string =>
  `:root{color-scheme:${scheme};${[...variables].map(([name, value]) => `${name}:${value}`).join(';')}}`;

const schemeOf = (settings: unknown): unknown =>
  ['categories', 'global', 'colorSchemeMode'].reduce<unknown>(
    (from, name) => (isTree(from) ? memberOf(from, name) : undefined),
    settings,
  );

/**
 * A stylesheet with the custom properties of merged settings: of the light mode, of the dark one, or of both, as the
 * document's colorSchemeMode says. No other text of the settings is in it.
 */
export const brandingCss = (settings: unknown): string => {
  const scheme = schemeOf(settings);
  const dark = cssVariables(settings, 'darkMode');
  if (scheme === 'DARK') return block(dark, 'dark');
  const light = block(cssVariables(settings, 'lightMode'), 'light');
  return scheme === 'DYNAMIC' ? `${light}@media(prefers-color-scheme:dark){${block(dark, 'dark')}}` : light;
};
