/** Responses of two identity providers from npm, which have nothing of each other. */
import { randomUUID } from 'node:crypto';
import { createSAMLResponse } from '@boxyhq/saml20/dist/response.js';
import { Constants, IdentityProvider, SamlLib, ServiceProvider, setSchemaValidator } from 'samlify';
import type { SamlKey } from './saml-keys.ts';

export interface Asked {
  readonly issuer: string;
  readonly audience: string;
  readonly consumer: string;
  readonly requestId: string;
  readonly key: SamlKey;
  readonly email: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly signs: 'assertion' | 'response' | 'both';
  /** Certificate in PEM, where the assertion is to be encrypted. */
  readonly encryptFor?: string;
}

// It wants one, and we check what it writes ourselves.
setSchemaValidator({ validate: async () => 'skipped' });

const basic = 'urn:oasis:names:tc:SAML:2.0:attrname-format:basic';
const { namespace } = Constants;

const capitalized = (name: string): string => name.replace(/^./, (first) => first.toUpperCase());

/** The XML of a response by samlify. */
export const samlifyResponse = async (asked: Asked): Promise<string> => {
  const { issuer, audience, consumer, requestId, key, email, attributes, signs, encryptFor } = asked;
  const binding = namespace.binding.post;
  const provider = IdentityProvider({
    entityID: issuer,
    privateKey: key.privatePem,
    signingCert: key.certificatePem,
    isAssertionEncrypted: encryptFor !== undefined,
    requestSignatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    nameIDFormat: [namespace.format.emailAddress],
    singleSignOnService: [{ Binding: binding, Location: `${issuer}/sso` }],
    singleLogoutService: [{ Binding: binding, Location: `${issuer}/slo` }],
    loginResponseTemplate: {
      context: SamlLib.defaultLoginResponseTemplate.context,
      attributes: Object.keys(attributes).map((name) => ({
        name,
        valueTag: name,
        nameFormat: basic,
        valueXsiType: 'xs:string',
      })),
    },
  });
  const service = ServiceProvider({
    entityID: audience,
    wantAssertionsSigned: signs !== 'response',
    wantMessageSigned: signs !== 'assertion',
    ...(encryptFor !== undefined && { encryptCert: encryptFor }),
    assertionConsumerService: [{ Binding: binding, Location: consumer }],
  });
  const now = new Date().toISOString();
  const until = new Date(Date.now() + 300_000).toISOString();
  const values = {
    ID: `_${randomUUID()}`,
    AssertionID: `_${randomUUID()}`,
    Destination: consumer,
    Audience: audience,
    SubjectRecipient: consumer,
    Issuer: issuer,
    IssueInstant: now,
    StatusCode: 'urn:oasis:names:tc:SAML:2.0:status:Success',
    ConditionsNotBefore: now,
    ConditionsNotOnOrAfter: until,
    SubjectConfirmationDataNotOnOrAfter: until,
    NameIDFormat: namespace.format.emailAddress,
    NameID: email,
    InResponseTo: requestId,
    AuthnStatement: '',
    ...Object.fromEntries(Object.entries(attributes).map(([name, value]) => [`attr${capitalized(name)}`, value])),
  };
  const { context } = await provider.createLoginResponse(
    service,
    { extract: { request: { id: requestId } } },
    'post',
    { email },
    {
      customTagReplacement: (template: string) => ({
        id: values.ID,
        context: SamlLib.replaceTagsByValue(template, values),
      }),
      encryptThenSign: encryptFor !== undefined,
    },
  );
  return Buffer.from(context, 'base64').toString();
};

/** The XML of a response by BoxyHQ's saml20, which signs both and cannot encrypt. */
export const boxyhqResponse = ({
  issuer,
  audience,
  consumer,
  requestId,
  key,
  email,
  attributes,
}: Omit<Asked, 'signs' | 'encryptFor'>): Promise<string> =>
  createSAMLResponse({
    audience,
    issuer,
    acsUrl: consumer,
    claims: { email, raw: attributes },
    requestId,
    privateKey: key.privatePem,
    publicKey: key.certificatePem,
  });
