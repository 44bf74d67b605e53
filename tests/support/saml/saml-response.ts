/** Responses as providers write them, with every part to be chosen. */
import { randomUUID } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import type { SamlKey } from './saml-keys.ts';

const saml = 'urn:oasis:names:tc:SAML:2.0:assertion';
const samlp = 'urn:oasis:names:tc:SAML:2.0:protocol';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

export interface AssertionFacts {
  readonly id: string;
  readonly issuer: string;
  readonly audience: string;
  readonly recipient: string;
  readonly inResponseTo: string | undefined;
  readonly nameId: string;
  readonly nameIdFormat: string;
  readonly sessionIndex: string;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly notBefore: number;
  readonly notOnOrAfter: number;
  /** Values by the name of their attribute. */
  readonly attributes: Readonly<Record<string, readonly string[]>>;
  /** XML in place of the attributes, or of the name. */
  readonly statement: string;
  readonly subject: string;
  readonly conditions: string;
}

const at = (epoch: number): string => new Date(epoch).toISOString();

const attributeXml = ([name, values]: readonly [string, readonly string[]]): string =>
  `<saml:Attribute Name="${escaped(name)}">${values
    .map((value) => `<saml:AttributeValue>${escaped(value)}</saml:AttributeValue>`)
    .join('')}</saml:Attribute>`;

const answers = (id: string | undefined): string => (id === undefined ? '' : ` InResponseTo="${escaped(id)}"`);

const withDefaults = (facts: Partial<AssertionFacts>): AssertionFacts => {
  const now = facts.now ?? Date.now();
  return {
    id: `_${randomUUID()}`,
    issuer: 'https://idp.example.com/metadata',
    audience: 'urn:amazon:cognito:sp:us-east-1_abcdefghi',
    recipient: 'https://auth.example.com/saml2/idpresponse',
    inResponseTo: undefined,
    nameId: 'ada',
    nameIdFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified',
    sessionIndex: '_session',
    now,
    notBefore: now - 60_000,
    notOnOrAfter: now + 300_000,
    attributes: {},
    statement: '',
    subject: '',
    conditions: '',
    ...facts,
  };
};

/** An assertion that is not signed yet. */
export const assertionXml = (given: Partial<AssertionFacts> = {}): string => {
  const facts = withDefaults(given);
  const { now, notBefore, notOnOrAfter } = facts;
  const nameId = `<saml:NameID Format="${facts.nameIdFormat}">${escaped(facts.nameId)}</saml:NameID>`;
  const statement =
    Object.keys(facts.attributes).length > 0
      ? `<saml:AttributeStatement>${Object.entries(facts.attributes).map(attributeXml).join('')}</saml:AttributeStatement>`
      : facts.statement;
  return [
    `<saml:Assertion xmlns:saml="${saml}" ID="${facts.id}" IssueInstant="${at(now)}" Version="2.0">`,
    `<saml:Issuer>${escaped(facts.issuer)}</saml:Issuer>`,
    facts.subject ||
      `<saml:Subject>${nameId}<saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">` +
        `<saml:SubjectConfirmationData${answers(facts.inResponseTo)} NotOnOrAfter="${at(notOnOrAfter)}" ` +
        `Recipient="${escaped(facts.recipient)}"/></saml:SubjectConfirmation></saml:Subject>`,
    facts.conditions ||
      `<saml:Conditions NotBefore="${at(notBefore)}" NotOnOrAfter="${at(notOnOrAfter)}"><saml:AudienceRestriction>` +
        `<saml:Audience>${escaped(facts.audience)}</saml:Audience></saml:AudienceRestriction></saml:Conditions>`,
    `<saml:AuthnStatement AuthnInstant="${at(now)}" SessionIndex="${escaped(facts.sessionIndex)}"><saml:AuthnContext>`,
    '<saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>',
    `</saml:AuthnContext></saml:AuthnStatement>${statement}</saml:Assertion>`,
  ].join('');
};

export interface ResponseFacts {
  readonly id: string;
  readonly issuer: string;
  readonly destination: string;
  readonly inResponseTo: string | undefined;
  readonly now: number;
  readonly status: string;
  /** XML after the status: the assertion. */
  readonly content: string;
}

/** A response that is not signed yet. */
export const responseXml = (given: Partial<ResponseFacts> = {}): string => {
  const facts: ResponseFacts = {
    id: `_${randomUUID()}`,
    issuer: 'https://idp.example.com/metadata',
    destination: 'https://auth.example.com/saml2/idpresponse',
    inResponseTo: undefined,
    now: Date.now(),
    status: '<samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/>',
    content: '',
    ...given,
  };
  return [
    `<samlp:Response xmlns:samlp="${samlp}" Destination="${escaped(facts.destination)}" ID="${facts.id}"`,
    `${answers(facts.inResponseTo)} IssueInstant="${at(facts.now)}" Version="2.0">`,
    `<saml:Issuer xmlns:saml="${saml}">${escaped(facts.issuer)}</saml:Issuer>`,
    `<samlp:Status>${facts.status}</samlp:Status>${facts.content}</samlp:Response>`,
  ].join('');
};

export interface SignatureOptions {
  readonly method?: string;
  readonly digest?: string;
  readonly canonicalization?: string;
  readonly prefix?: string;
  readonly withoutKeyInfo?: boolean;
  /** Prefixes that the canonical form keeps, as Okta has it. */
  readonly inclusive?: readonly string[];
}

export type SignedElement = 'Response' | 'Assertion' | 'LogoutRequest' | 'LogoutResponse';

const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';

/** The XML with a signature of that element, after its issuer. */
export const signed = (
  xml: string,
  name: SignedElement,
  { privatePem, certificatePem }: Pick<SamlKey, 'privatePem' | 'certificatePem'>,
  options: SignatureOptions = {},
): string => {
  // By an HMAC, it is signed by what everybody has.
  const isHmac = options.method?.includes('#hmac-') ?? false;
  const signature = new SignedXml({
    privateKey: isHmac ? certificatePem : privatePem,
    ...(!options.withoutKeyInfo && { publicCert: certificatePem }),
    signatureAlgorithm: options.method ?? 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: options.canonicalization ?? exclusive,
  });
  if (isHmac) signature.enableHMAC();
  const path = `//*[local-name(.)='${name}']`;
  signature.addReference({
    xpath: path,
    digestAlgorithm: options.digest ?? 'http://www.w3.org/2001/04/xmlenc#sha256',
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', options.canonicalization ?? exclusive],
    inclusiveNamespacesPrefixList: [...(options.inclusive ?? [])],
  });
  const location = { reference: `${path}/*[local-name(.)='Issuer']`, action: 'after' } as const;
  signature.computeSignature(xml, { prefix: options.prefix ?? 'ds', location });
  return signature.getSignedXml();
};
