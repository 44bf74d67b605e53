/** A Response before its signatures are verified: nothing in it is believed yet. SAML 2.0 Core section 3.2.2. */
import { namespaces, success } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import type { XmlBounds } from './xml-bounds.ts';
import { elementsIn, isElement, onlyChild, type XmlElement } from './xml-element.ts';

/** What a message may have. Cognito takes 100,000 characters. */
export const messageBounds: XmlBounds = { maxChars: 100_000, maxDepth: 40, maxElements: 5000 };

/** The same for its canonical form, which is longer. */
export const canonicalBounds: XmlBounds = { ...messageBounds, maxChars: 1_000_000 };

/** A Response and the one assertion in it, plain or encrypted. */
export interface SamlResponse {
  readonly response: XmlElement;
  readonly assertion: XmlElement;
  readonly isEncrypted: boolean;
}

/** The attributes of a message that tell what it answers, and for whom it is. */
export interface Envelope {
  readonly issuer: string | undefined;
  readonly inResponseTo: string | undefined;
  readonly destination: string | undefined;
}

const statusOf = (response: XmlElement): readonly string[] => {
  const status = onlyChild(response, namespaces.protocol, 'Status');
  const codes = status ? elementsIn(status).filter((one) => isElement(one, namespaces.protocol, 'StatusCode')) : [];
  return codes.map(({ attributes }) => attributes.get('Value') ?? '');
};

// Nothing is said that a stranger may have written freely: it would be read on a page of the app.
const inWords = (code: string): string => /[A-Za-z]{1,40}$/.exec(code)?.[0] ?? 'unknown';

/** Throws SamlRefusal unless the message says that all went well. */
const assertSuccess = (message: XmlElement): void => {
  const codes = statusOf(message);
  if (codes[0] === success) return;
  throw new SamlRefusal(`The provider answers ${codes.map(inWords).join(', ') || 'no status'}`);
};

/** What a message says of itself. Throws SamlRefusal where it is not of SAML 2.0. */
export const envelopeOf = (message: XmlElement): Envelope => {
  if (message.attributes.get('Version') !== '2.0') throw new SamlRefusal('The message is not of SAML 2.0');
  const issuer = onlyChild(message, namespaces.assertion, 'Issuer')?.text.trim();
  return {
    issuer,
    inResponseTo: message.attributes.get('InResponseTo'),
    destination: message.attributes.get('Destination'),
  };
};

/**
 * The parts of a Response. There is one assertion in the whole of it, which is its child: whatever else might be taken for
 * one is refused. Throws SamlRefusal.
 */
export const readResponse = (root: XmlElement): SamlResponse => {
  if (!isElement(root, namespaces.protocol, 'Response')) throw new SamlRefusal('The message is no Response');
  assertSuccess(root);
  const all = elementsIn(root).filter(({ local }) => local === 'Assertion' || local === 'EncryptedAssertion');
  const [assertion, ...more] = all;
  if (!assertion) throw new SamlRefusal('The response has no assertion');
  if (more.length > 0) throw new SamlRefusal('The response has more than one assertion');
  if (assertion.uri !== namespaces.assertion || !root.children.includes(assertion)) {
    throw new SamlRefusal('The assertion is not where it should be');
  }
  return { response: root, assertion, isEncrypted: assertion.local === 'EncryptedAssertion' };
};
