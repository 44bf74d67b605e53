/** What an assertion says, and whether it may be believed: SAML 2.0 Core section 2, Profiles section 4.1.4. */
import { readAttributes, type SamlAttributes } from './assertion-attributes.ts';
import { namespaces } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { childrenOf, elementsIn, isElement, onlyChild, type XmlElement } from './xml-element.ts';

const saml = namespaces.assertion;
const bearer = 'urn:oasis:names:tc:SAML:2.0:cm:bearer';

/** How far the clock of a provider may differ from ours, in milliseconds. */
export const clockSkewMs = 3 * 60_000;

/** The name that a provider gives to a user. */
export interface SamlNameId {
  readonly value: string;
  readonly format: string | undefined;
  readonly nameQualifier: string | undefined;
  readonly spNameQualifier: string | undefined;
}

/** What is left of an assertion that was verified. */
export interface SamlAssertion {
  readonly id: string;
  readonly nameId: SamlNameId;
  readonly sessionIndex: string | undefined;
  /** How the provider says that it authenticated the user. */
  readonly authnContext: string | undefined;
  readonly attributes: SamlAttributes;
  /** Until when it could be given to us again, in epoch milliseconds. */
  readonly usableUntil: number;
}

/** For whom an assertion has to be. */
export interface Expected {
  /** The entity ID of the provider. */
  readonly issuer: string;
  /** Ours. */
  readonly audience: string;
  /** The URL that it was posted to. */
  readonly recipient: string;
  /** The ID of our request; undefined where the provider began. */
  readonly inResponseTo: string | undefined;
  /** Epoch milliseconds. */
  readonly now: number;
}

const refused = (why: string): SamlRefusal => new SamlRefusal(`The assertion ${why}`);

const instant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)?$/;

/** A time of SAML in epoch milliseconds. Without a zone it is UTC: Core section 1.3.3. Throws SamlRefusal. */
export const toEpoch = (text: string): number => {
  const at = instant.test(text) ? Date.parse(/Z|[+-]\d\d:\d\d$/.test(text) ? text : `${text}Z`) : Number.NaN;
  if (Number.isNaN(at)) throw new SamlRefusal('A time is not in the form of SAML');
  return at;
};

const timeOf = ({ attributes }: XmlElement, name: string): number | undefined => {
  const text = attributes.get(name);
  return text === undefined ? undefined : toEpoch(text);
};

const isBegun = (element: XmlElement, now: number): boolean => (timeOf(element, 'NotBefore') ?? 0) <= now + clockSkewMs;

const isOver = (until: number | undefined, now: number): boolean => until !== undefined && until + clockSkewMs <= now;

/** A NameID. Throws SamlRefusal for one without a name. */
export const readNameId = (element: XmlElement): SamlNameId => {
  const { text: value, attributes, children } = element;
  if (value.trim() === '' || children.length > 0) throw new SamlRefusal('The NameID is empty');
  return {
    value,
    format: attributes.get('Format'),
    nameQualifier: attributes.get('NameQualifier'),
    spNameQualifier: attributes.get('SPNameQualifier'),
  };
};

const nameIdOf = (subject: XmlElement): SamlNameId => {
  const nameId = onlyChild(subject, saml, 'NameID');
  if (nameId) return readNameId(nameId);
  const isHidden = childrenOf(subject, saml, 'EncryptedID').length > 0;
  throw refused(isHidden ? 'has an encrypted NameID, which is not taken' : 'has no NameID');
};

const whyNotConfirmed = (data: XmlElement, { recipient, inResponseTo, now }: Expected): string | undefined => {
  const until = timeOf(data, 'NotOnOrAfter');
  if (data.attributes.get('Recipient') !== recipient) return 'is for another recipient';
  if (until === undefined) return 'has no NotOnOrAfter in SubjectConfirmationData';
  if (isOver(until, now)) return 'has expired';
  if (!isBegun(data, now)) return 'is not valid yet';
  const stated = data.attributes.get('InResponseTo');
  if (stated === inResponseTo) return undefined;
  return inResponseTo === undefined ? 'answers a request' : 'does not answer the request';
};

// Of several confirmations, one is enough: Profiles section 4.1.4.2. Gives until when it counts.
const assertConfirmed = (subject: XmlElement, expected: Expected): number => {
  const data = childrenOf(subject, saml, 'SubjectConfirmation')
    .filter(({ attributes }) => attributes.get('Method') === bearer)
    .flatMap((confirmation) => childrenOf(confirmation, saml, 'SubjectConfirmationData'));
  const reasons = data.map((one) => whyNotConfirmed(one, expected));
  const taken = data[reasons.indexOf(undefined)];
  if (!taken) throw refused(reasons[0] ?? 'has no SubjectConfirmationData of a bearer');
  return Math.max(...data.map((one) => timeOf(one, 'NotOnOrAfter') ?? 0));
};

// A condition that is not understood is not met: Core section 2.5.1.
const understood: ReadonlySet<string> = new Set(['AudienceRestriction', 'OneTimeUse', 'ProxyRestriction']);

const assertConditions = (assertion: XmlElement, { audience, now }: Expected): void => {
  const conditions = onlyChild(assertion, saml, 'Conditions');
  if (!conditions) throw refused('has no Conditions');
  if (conditions.children.some(({ uri, local }) => uri !== saml || !understood.has(local))) {
    throw refused('has a condition that is not known');
  }
  if (!isBegun(conditions, now)) throw refused('is not valid yet');
  if (isOver(timeOf(conditions, 'NotOnOrAfter'), now)) throw refused('has expired');
  const restrictions = childrenOf(conditions, saml, 'AudienceRestriction');
  const isFor = (restriction: XmlElement): boolean =>
    childrenOf(restriction, saml, 'Audience').some(({ text }) => text.trim() === audience);
  if (restrictions.length === 0 || !restrictions.every(isFor)) throw refused('is for another audience');
};

// Cognito's limit, where nothing binds an assertion to a request.
const unsolicitedMs = 6 * 60_000;

const assertRecent = ({ attributes }: XmlElement, { inResponseTo, now }: Expected): void => {
  if (inResponseTo !== undefined) return;
  if (toEpoch(attributes.get('IssueInstant') ?? '') + unsolicitedMs < now) throw refused('is older than six minutes');
};

const sessionIndexOf = (assertion: XmlElement, now: number): string | undefined => {
  const statements = childrenOf(assertion, saml, 'AuthnStatement');
  if (statements.some((statement) => isOver(timeOf(statement, 'SessionNotOnOrAfter'), now))) {
    throw refused('is of a session that is over');
  }
  return statements.map(({ attributes }) => attributes.get('SessionIndex')).find((index) => index !== undefined);
};

const authnContextOf = (assertion: XmlElement): string | undefined =>
  childrenOf(assertion, saml, 'AuthnStatement')
    .flatMap((statement) => childrenOf(statement, saml, 'AuthnContext'))
    .flatMap((context) => childrenOf(context, saml, 'AuthnContextClassRef'))
    .map(({ text }) => text.trim())
    .find((text) => text !== '');

/**
 * What an assertion says whose signature was verified. `root` is read from exactly the bytes that were signed. Throws
 * SamlRefusal where it is not for us, not now, or not an answer to our request.
 */
export const readAssertion = (root: XmlElement, expected: Expected): SamlAssertion => {
  if (!isElement(root, saml, 'Assertion')) throw new SamlRefusal('The response has no assertion');
  if (root.attributes.get('Version') !== '2.0') throw refused('is not of SAML 2.0');
  const within = elementsIn(root).filter((one) => one !== root && /^(?:Encrypted)?Assertion$/.test(one.local));
  if (within.length > 0) throw new SamlRefusal('The response has more than one assertion');
  const id = root.attributes.get('ID') ?? '';
  if (id === '') throw refused('has no ID');
  if (onlyChild(root, saml, 'Issuer')?.text.trim() !== expected.issuer) throw refused('is of another issuer');
  const subject = onlyChild(root, saml, 'Subject');
  if (!subject) throw refused('has no Subject');
  const confirmedUntil = assertConfirmed(subject, expected);
  assertConditions(root, expected);
  assertRecent(root, expected);
  return {
    id,
    nameId: nameIdOf(subject),
    sessionIndex: sessionIndexOf(root, expected.now),
    authnContext: authnContextOf(root),
    attributes: readAttributes(childrenOf(root, saml, 'AttributeStatement')),
    usableUntil: confirmedUntil + clockSkewMs,
  };
};
