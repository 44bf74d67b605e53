/** A request for a logout that a provider sends, once its signature was verified: SAML 2.0 Core section 3.7.1. */
import { clockSkewMs, readNameId, type SamlNameId, toEpoch } from './assertion.ts';
import { namespaces } from './namespaces.ts';
import { envelopeOf } from './response.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { isElement, onlyChild, type XmlElement } from './xml-element.ts';

/** A request of a provider to sign a user out. */
export interface IncomingLogout {
  readonly id: string;
  readonly nameId: SamlNameId;
  /** Until when it could be given to us again, in epoch milliseconds. */
  readonly usableUntil: number;
}

interface Expected {
  /** The entity ID of the provider. */
  readonly issuer: string;
  /** The URL that it was sent to. */
  readonly destination: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

const assertFrom = (message: XmlElement, { issuer, destination }: Expected): void => {
  const stated = envelopeOf(message);
  if (stated.issuer !== issuer) throw new SamlRefusal('The message is of another issuer');
  if (stated.destination !== undefined && stated.destination !== destination) {
    throw new SamlRefusal('The message is for another destination');
  }
};

// Old requests must not sign anybody out again. Providers that state no end are given what a request usually has.
const longestAgeMs = 10 * 60_000;

const usableUntil = ({ attributes }: XmlElement, now: number): number => {
  const issuedAt = toEpoch(attributes.get('IssueInstant') ?? '');
  const stated = attributes.get('NotOnOrAfter');
  const until = stated === undefined ? issuedAt + longestAgeMs : toEpoch(stated);
  if (until + clockSkewMs <= now) throw new SamlRefusal('The message has expired');
  if (issuedAt > now + clockSkewMs) throw new SamlRefusal('The message is not valid yet');
  return until + clockSkewMs;
};

/** What a LogoutRequest asks. Throws SamlRefusal. */
export const readLogoutRequest = (root: XmlElement, expected: Expected): IncomingLogout => {
  if (!isElement(root, namespaces.protocol, 'LogoutRequest')) throw new SamlRefusal('The message is no LogoutRequest');
  assertFrom(root, expected);
  const id = root.attributes.get('ID') ?? '';
  if (id === '' || id.length > 256) throw new SamlRefusal('The message has no ID');
  const nameId = onlyChild(root, namespaces.assertion, 'NameID');
  if (!nameId) throw new SamlRefusal('The message has no NameID');
  return { id, nameId: readNameId(nameId), usableUntil: usableUntil(root, expected.now) };
};
