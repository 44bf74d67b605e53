/** The attributes of an assertion, which mean the same whichever library wrote them: SAML 2.0 Core section 2.7.3. */
import { namespaces } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { childrenOf, elementsIn, type XmlElement } from './xml-element.ts';

/**
 * Values by the name of their attribute. Where no attribute has a name, its values are also found by its FriendlyName. An
 * attribute that is sent without a value has the value ''; one that is not sent is not there.
 */
export type SamlAttributes = ReadonlyMap<string, readonly string[]>;

// Four bytes of UTF-8, which Cognito refuses.
const longCharacter = /[\u{10000}-\u{10FFFF}]/u;

const isNil = ({ attributes }: XmlElement): boolean =>
  /^(?:true|1)$/.test(attributes.get(`{${namespaces.schemaInstance}}nil`)?.trim() ?? '');

// A value may be an element, such as the NameID in eduPersonTargetedID: then it is the text in it, without the white space
// of the lines around it.
const textOf = (value: XmlElement): string => {
  if (value.children.length === 0) return value.text;
  return elementsIn(value)
    .map(({ text }) => text.trim())
    .join('');
};

const valuesOf = (attribute: XmlElement): readonly string[] =>
  childrenOf(attribute, namespaces.assertion, 'AttributeValue')
    .filter((value) => !isNil(value))
    .map(textOf);

const assertShort = (name: string, values: readonly string[]): void => {
  if (values.some((value) => longCharacter.test(value))) {
    const shown = name.replace(/[^ -~]/g, '?').slice(0, 100);
    throw new SamlRefusal(`The attribute ${shown} has a character of four bytes in UTF-8`);
  }
};

/** The attributes of the statements. One that is there several times has the values of all. Throws SamlRefusal. */
export const readAttributes = (statements: readonly XmlElement[]): SamlAttributes => {
  const found = new Map<string, readonly string[]>();
  const friendly = new Map<string, string>();
  for (const attribute of statements.flatMap((one) => childrenOf(one, namespaces.assertion, 'Attribute'))) {
    const name = attribute.attributes.get('Name') ?? '';
    if (name === '') throw new SamlRefusal('An attribute has no name');
    const values = valuesOf(attribute);
    assertShort(name, values);
    found.set(name, [...(found.get(name) ?? []), ...values]);
    const other = attribute.attributes.get('FriendlyName');
    if (other !== undefined && !friendly.has(other)) friendly.set(other, name);
  }
  for (const [name, values] of found) if (values.length === 0) found.set(name, ['']);
  for (const [other, name] of friendly) if (!found.has(other)) found.set(other, found.get(name) ?? ['']);
  return found;
};
