/** For whom the assertions of SAML providers have to be that are logins: not for Gatehouse, but for AWS. */
import { clockSkewMs, type Expected, toEpoch } from '../federation/saml/assertion.ts';
import { namespaces } from '../federation/saml/namespaces.ts';
import { childrenOf, type XmlElement } from '../federation/saml/xml-element.ts';

const saml = namespaces.assertion;

/** What an identity pool wants of an assertion. */
export interface LoginExpectations {
  /** The entity ID of the provider. */
  readonly issuer: string;
  readonly audiences: readonly string[];
  /** The URLs that it may have been posted to. */
  readonly recipients: readonly string[];
  /** Epoch milliseconds. */
  readonly now: number;
}

/** The audiences that an assertion for an identity pool may have: AWS, by either of its names, or the pool itself. */
export const samlAudiences = (poolId: string): readonly string[] => [
  'urn:amazon:webservices',
  'https://signin.aws.amazon.com/saml',
  `urn:amazon:cognito:sp:${poolId}`,
];

/** The addresses where assertions for AWS come in, and those of apps that take them in its place. */
export const samlRecipients = (region: string, ofApps: readonly string[]): readonly string[] => [
  'https://signin.aws.amazon.com/saml',
  `https://${region}.signin.aws.amazon.com/saml`,
  ...ofApps,
];

const within = (element: XmlElement, ...names: readonly string[]): readonly XmlElement[] =>
  names.reduce<readonly XmlElement[]>((found, name) => found.flatMap((one) => childrenOf(one, saml, name)), [element]);

const confirmationsOf = (assertion: XmlElement): readonly XmlElement[] =>
  within(assertion, 'Subject', 'SubjectConfirmation', 'SubjectConfirmationData');

const recipientOf = ({ attributes }: XmlElement): string => attributes.get('Recipient') ?? '';

// Of several confirmations, one is enough.
const confirmationFor = (assertion: XmlElement, recipients: readonly string[]): XmlElement | undefined =>
  confirmationsOf(assertion).find((data) => recipients.includes(recipientOf(data)));

/**
 * What has to be true of an assertion: of the names that are taken, those that it states. Which request it answers is
 * between its app and the provider.
 */
export const expectedOf = (
  assertion: XmlElement,
  { issuer, audiences, recipients, now }: LoginExpectations,
): Expected => {
  const stated = within(assertion, 'Conditions', 'AudienceRestriction', 'Audience').map(({ text }) => text.trim());
  const confirmation = confirmationFor(assertion, recipients);
  return {
    issuer,
    audience: audiences.find((one) => stated.includes(one)) ?? audiences[0] ?? '',
    recipient: confirmation ? recipientOf(confirmation) : (recipients[0] ?? ''),
    inResponseTo: confirmation?.attributes.get('InResponseTo'),
    now,
  };
};

// No request of ours binds it to a browser, so it is good for as long as Cognito takes one that answers no request.
const longestMs = 6 * 60_000;

/**
 * Until when an assertion is a login, in epoch milliseconds: as long as it says, but for six minutes at most. Throws
 * SamlRefusal for a time that is none.
 */
export const loginUntil = (assertion: XmlElement, { recipients }: Pick<LoginExpectations, 'recipients'>): number => {
  const issuedAt = toEpoch(assertion.attributes.get('IssueInstant') ?? '');
  const stated = [...within(assertion, 'Conditions'), confirmationFor(assertion, recipients)]
    .map((element) => element?.attributes.get('NotOnOrAfter'))
    .filter((time) => time !== undefined)
    .map((time) => toEpoch(time) + clockSkewMs);
  return Math.min(issuedAt + longestMs, ...stated);
};
