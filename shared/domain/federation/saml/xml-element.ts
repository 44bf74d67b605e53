import sax from 'sax';
import { SamlRefusal } from './saml-refusal.ts';

/** An element, read once and for all: everything that is decided about a message is decided by these. */
export interface XmlElement {
  readonly local: string;
  readonly uri: string;
  /** By name; those with a namespace as `{namespace}name`. Declarations of namespaces are not among them. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  /** Its own text, without that of its children. */
  readonly text: string;
}

interface Open {
  readonly local: string;
  readonly uri: string;
  readonly attributes: Map<string, string>;
  readonly children: XmlElement[];
  text: string;
}

const longestNamespace = 256;
const xmlns = 'http://www.w3.org/2000/xmlns/';

// Control characters, however they are written, and half characters: XML 1.0 section 2.2.
const foreign = /[^\P{Cc}\t\n\r]|[\uFFFE\uFFFF]|\p{Surrogate}/u;

const malformed = (): SamlRefusal => new SamlRefusal('The XML is not well-formed');

const isQualified = (tag: sax.Tag | sax.QualifiedTag): tag is sax.QualifiedTag => 'local' in tag;

const isQualifiedAttribute = (
  attribute: sax.QualifiedAttribute | { readonly name: string },
): attribute is sax.QualifiedAttribute => 'uri' in attribute;

const wellFormed = (text: string): string => {
  if (foreign.test(text)) throw malformed();
  return text;
};

const attributesOf = (list: readonly sax.QualifiedAttribute[]): Map<string, string> => {
  const found = new Map<string, string>();
  const written = new Set<string>();
  for (const { name, local, uri, value } of list) {
    // A parser that takes the first and one that takes the last would not read the same.
    if (written.has(name)) throw malformed();
    written.add(name);
    if (uri === xmlns || name === 'xmlns') {
      // The canonical form repeats it, wherever it is used.
      if (value.length > longestNamespace) throw malformed();
      continue;
    }
    const key = uri === '' ? local : `{${uri}}${local}`;
    if (found.has(key)) throw malformed();
    found.set(key, wellFormed(value));
  }
  return found;
};

/** The root element of XML that was found plain. Throws SamlRefusal for what is not well-formed. */
export const parseXml = (plain: string): XmlElement => {
  const parser = sax.parser(true, { xmlns: true });
  const open: Open[] = [];
  let root: XmlElement | undefined;
  let attributes: sax.QualifiedAttribute[] = [];
  parser.onerror = () => {
    throw malformed();
  };
  parser.onattribute = (attribute) => {
    if (isQualifiedAttribute(attribute)) attributes.push(attribute);
  };
  parser.onopentag = (tag) => {
    if (!isQualified(tag) || (root && open.length === 0)) throw malformed();
    const element: Open = {
      local: tag.local,
      uri: tag.uri,
      attributes: attributesOf(attributes),
      children: [],
      text: '',
    };
    attributes = [];
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  };
  parser.onclosetag = () => {
    open.pop();
  };
  parser.ontext = (text) => {
    const element = open.at(-1);
    if (element) element.text += wellFormed(text);
  };
  parser.write(plain).close();
  if (!root) throw malformed();
  return root;
};

/** True for an element of that name in that namespace. */
export const isElement = ({ uri, local }: XmlElement, namespace: string, name: string): boolean =>
  uri === namespace && local === name;

/** The children of that name. */
export const childrenOf = (element: XmlElement, namespace: string, name: string): readonly XmlElement[] =>
  element.children.filter((child) => isElement(child, namespace, name));

/** The one child of that name; undefined where there is none. Throws SamlRefusal for more than one. */
export const onlyChild = (element: XmlElement, namespace: string, name: string): XmlElement | undefined => {
  const [first, ...more] = childrenOf(element, namespace, name);
  if (more.length > 0) throw new SamlRefusal(`There is more than one ${name} in ${element.local}`);
  return first;
};

/** The element and everything in it, in their order. */
export const elementsIn = (element: XmlElement): readonly XmlElement[] => {
  const found = [element];
  // Not by recursion: the list grows while it is walked.
  for (const one of found) found.push(...one.children);
  return found;
};
