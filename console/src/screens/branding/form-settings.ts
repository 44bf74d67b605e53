/** The settings of a style that most people change, by their place in the document. */
interface Common {
  readonly path: readonly string[];
  readonly label: string;
  readonly about: string;
  readonly of?: readonly string[];
}

const colour = (path: string, label: string, about: string): Common => ({
  path: ['components', ...path.split('.')],
  label,
  about: `${about} Eight hexadecimal digits: red, green, blue, opacity.`,
});

export const commonSettings: readonly Common[] = [
  {
    path: ['categories', 'global', 'colorSchemeMode'],
    label: 'Light or dark',
    about: 'DYNAMIC is as the browser of the user wants it.',
    of: ['LIGHT', 'DARK', 'DYNAMIC'],
  },
  {
    path: ['categories', 'form', 'location', 'horizontal'],
    label: 'Place of the form',
    about: 'Where the form stands on the page.',
    of: ['START', 'CENTER', 'END'],
  },
  {
    path: ['categories', 'global', 'spacingDensity'],
    label: 'Density',
    about: 'How much room is between the parts.',
    of: ['COMPACT', 'REGULAR', 'SPACIOUS'],
  },
  colour('primaryButton.lightMode.defaults.backgroundColor', 'Main button, light', 'Its background.'),
  colour('primaryButton.darkMode.defaults.backgroundColor', 'Main button, dark', 'Its background.'),
  colour('primaryButton.lightMode.defaults.textColor', 'Text of the main button, light', 'Has to be readable on it.'),
  colour('pageBackground.lightMode.color', 'Page, light', 'The background behind the form.'),
  colour('pageBackground.darkMode.color', 'Page, dark', 'The background behind the form.'),
  colour('form.lightMode.backgroundColor', 'Form, light', 'The background of the form.'),
  colour('form.darkMode.backgroundColor', 'Form, dark', 'The background of the form.'),
];

const isTree = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value at a place of a document; undefined where there is none. */
export const valueAt = (document: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((from, name) => (isTree(from) && Object.hasOwn(from, name) ? from[name] : undefined), document);

/** The document with another value at that place. */
export const withValueAt = (document: unknown, path: readonly string[], value: unknown): unknown => {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const tree = isTree(document) ? document : {};
  return { ...tree, [name]: withValueAt(tree[name], rest, value) };
};
