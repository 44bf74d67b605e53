/** Messages that we send: SAML 2.0 Core sections 3.4 and 3.7. They are signed where a key is given. */
import { createHash, type KeyObject, sign } from 'node:crypto';
import type { SamlNameId } from './assertion.ts';
import { namespaces } from './namespaces.ts';
import { element, type Xml } from './xml-text.ts';

/** A key that signs messages. */
export interface SamlSigner {
  readonly privateKey: KeyObject;
  /** DER in base64. */
  readonly certificate: string;
}

interface Message {
  readonly id: string;
  /** Our entity ID. */
  readonly issuer: string;
  readonly destination: string;
  /** Epoch milliseconds. */
  readonly issuedAt: number;
}

interface Outgoing {
  readonly name: 'AuthnRequest' | 'LogoutRequest' | 'LogoutResponse';
  readonly message: Message;
  readonly attributes?: Readonly<Record<string, string>>;
  readonly content?: readonly Xml[];
}

/** A message, as its parts: a signature goes between them. */
export interface SamlMessage {
  readonly id: string;
  /** The message with what stands after its issuer: nothing, or a signature of it. */
  readonly xml: (signature?: Xml) => Xml;
}

const toMessage = ({ name, message, attributes = {}, content = [] }: Outgoing): SamlMessage => {
  const issuer = element('saml2:Issuer', {
    declares: { saml2: namespaces.assertion },
    attributes: { Format: 'urn:oasis:names:tc:SAML:2.0:nameid-format:entity' },
    content: message.issuer,
  });
  return {
    id: message.id,
    xml: (signature) =>
      element(`saml2p:${name}`, {
        declares: { saml2p: namespaces.protocol },
        attributes: {
          ...attributes,
          Destination: message.destination,
          ID: message.id,
          IssueInstant: new Date(message.issuedAt).toISOString(),
          Version: '2.0',
        },
        content: [issuer, ...(signature ? [signature] : []), ...content],
      }),
  };
};

/** Our entity ID, as it is in Cognito. */
export const entityIdOf = (poolId: string): string => `urn:amazon:cognito:sp:${poolId}`;

/** A request to sign a user in, with what Cognito says in one, and no more. */
export const authnRequest = (message: Message & { readonly consumer: string }): SamlMessage =>
  toMessage({ name: 'AuthnRequest', message, attributes: { AssertionConsumerServiceURL: message.consumer } });

const nameIdXml = ({ value, format, nameQualifier, spNameQualifier }: SamlNameId): Xml =>
  element('saml2:NameID', {
    declares: { saml2: namespaces.assertion },
    attributes: { Format: format, NameQualifier: nameQualifier, SPNameQualifier: spNameQualifier },
    content: value,
  });

const requestLifetimeMs = 5 * 60_000;

/** A request to sign a user out at the provider. */
export const logoutRequest = (
  message: Message & { readonly nameId: SamlNameId; readonly sessionIndex: string | undefined },
): SamlMessage =>
  toMessage({
    name: 'LogoutRequest',
    message,
    attributes: { NotOnOrAfter: new Date(message.issuedAt + requestLifetimeMs).toISOString() },
    content: [
      nameIdXml(message.nameId),
      ...(message.sessionIndex === undefined
        ? []
        : [element('saml2p:SessionIndex', { content: message.sessionIndex })]),
    ],
  });

/** The answer to a provider's request for a logout. */
export const logoutResponse = (
  message: Message & { readonly inResponseTo: string; readonly status: string },
): SamlMessage =>
  toMessage({
    name: 'LogoutResponse',
    message,
    attributes: { InResponseTo: message.inResponseTo },
    content: [
      element('saml2p:Status', {
        content: [element('saml2p:StatusCode', { attributes: { Value: message.status } })],
      }),
    ],
  });

const ds = namespaces.signature;

/** The one way in which we sign: RSA with SHA-256. */
export const signatureAlgorithm = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';

const algorithm = (name: string, Algorithm: string): Xml => element(`ds:${name}`, { attributes: { Algorithm } });

const signedInfo = (id: string, digest: string, declares: Readonly<Record<string, string>>): Xml => {
  const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
  const transforms = element('ds:Transforms', {
    content: [algorithm('Transform', `${ds}enveloped-signature`), algorithm('Transform', exclusive)],
  });
  const reference = element('ds:Reference', {
    attributes: { URI: `#${id}` },
    content: [
      transforms,
      algorithm('DigestMethod', 'http://www.w3.org/2001/04/xmlenc#sha256'),
      element('ds:DigestValue', { content: digest }),
    ],
  });
  return element('ds:SignedInfo', {
    declares,
    content: [
      algorithm('CanonicalizationMethod', exclusive),
      algorithm('SignatureMethod', signatureAlgorithm),
      reference,
    ],
  });
};

/** The message with its signature in it, for the POST binding. */
export const signedXml = (message: SamlMessage, { privateKey, certificate }: SamlSigner): Xml => {
  const digest = createHash('sha256').update(message.xml().xml).digest('base64');
  // By itself it declares its namespace. Where it stands, the element around it has done so.
  const alone = signedInfo(message.id, digest, { ds });
  const value = sign('sha256', Buffer.from(alone.xml), privateKey).toString('base64');
  return message.xml(
    element('ds:Signature', {
      declares: { ds },
      content: [
        signedInfo(message.id, digest, {}),
        element('ds:SignatureValue', { content: value }),
        element('ds:KeyInfo', {
          content: [element('ds:X509Data', { content: [element('ds:X509Certificate', { content: certificate })] })],
        }),
      ],
    }),
  );
};
