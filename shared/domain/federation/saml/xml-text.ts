/** Writes XML in its exclusive canonical form, so that what is written is what is signed. */

const inText = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#xD;');

const inAttribute = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('"', '&quot;')
    .replaceAll('\t', '&#x9;')
    .replaceAll('\n', '&#xA;')
    .replaceAll('\r', '&#xD;');

/** XML that was written here, and needs no escaping any more. */
export interface Xml {
  readonly xml: string;
}

interface Content {
  /** By prefix: namespaces that the element is the first to use. */
  readonly declares?: Readonly<Record<string, string>>;
  /** Attributes without a namespace. Those that are undefined are left out. */
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly content?: string | readonly Xml[];
}

const inOrder = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : 1;

/** An element. */
export const element = (name: string, { declares = {}, attributes = {}, content = [] }: Content): Xml => {
  const declared = Object.entries(declares)
    .sort(inOrder)
    .map(([prefix, uri]) => ` xmlns:${prefix}="${inAttribute(uri)}"`);
  const written = Object.entries(attributes)
    .sort(inOrder)
    .flatMap(([attribute, value]) => (value === undefined ? [] : [` ${attribute}="${inAttribute(value)}"`]));
  const inner = typeof content === 'string' ? inText(content) : content.map(({ xml }) => xml).join('');
  return { xml: `<${name}${declared.join('')}${written.join('')}>${inner}</${name}>` };
};

/** A document with that root, as it is sent. */
export const documentOf = ({ xml }: Xml): string => `<?xml version="1.0" encoding="UTF-8"?>${xml}`;
