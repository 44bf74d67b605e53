/** Opens a Response: from the text that was posted to an assertion that the provider has signed. */
import type { KeyObject } from 'node:crypto';
import { namespaces } from '#shared/domain/federation/saml/namespaces.ts';
import {
  canonicalBounds,
  envelopeOf,
  messageBounds,
  readResponse,
  type SamlResponse,
} from '#shared/domain/federation/saml/response.ts';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';
import {
  assertSignatureRules,
  isSigned,
  type SignaturePolicy,
} from '#shared/domain/federation/saml/signature-rules.ts';
import { plainXml } from '#shared/domain/federation/saml/xml-bounds.ts';
import { isElement, parseXml, type XmlElement } from '#shared/domain/federation/saml/xml-element.ts';
import { decryptAssertion } from '#shared/domain/federation/saml/xml-encryption.ts';
import { toPem } from '#shared/domain/x509/pem.ts';
import type { SignedPart } from './verified-xml.ts';

/** The provider that a response has to come from. */
export interface ResponseSource extends SignaturePolicy {
  /** Its entity ID. */
  readonly issuer: string;
  /** DER in base64. */
  readonly certificates: readonly string[];
  /** Opens what was encrypted for us. */
  readonly decryptionKey: KeyObject | undefined;
  /** True where an assertion that is not encrypted is refused. */
  readonly wantsEncryption: boolean;
}

/** What the response itself states. Only where it is signed as a whole does that prove anything. */
export interface ResponseTarget {
  readonly destination: string;
  readonly inResponseTo: string | undefined;
}

const assertTarget = (response: XmlElement, { issuer }: ResponseSource, target: ResponseTarget): void => {
  const stated = envelopeOf(response);
  if (stated.issuer !== undefined && stated.issuer !== issuer)
    throw new SamlRefusal('The response is of another issuer');
  if (stated.destination !== undefined && stated.destination !== target.destination) {
    throw new SamlRefusal('The response is for another destination');
  }
  if (stated.inResponseTo !== target.inResponseTo) {
    throw new SamlRefusal(
      target.inResponseTo === undefined ? 'The response answers a request' : 'The response does not answer the request',
    );
  }
};

/**
 * The root, or its assertion, read from what one of the certificates signed of it. The library is loaded on demand, as it is
 * large. Throws SamlRefusal.
 */
export const verified = async (
  plain: string,
  part: SignedPart,
  certificates: readonly string[],
): Promise<XmlElement> => {
  const { verifiedXml } = await import('./verified-xml.ts');
  const pems = certificates.map((certificate) => toPem('CERTIFICATE', certificate));
  return parseXml(plainXml(await verifiedXml(plain, part, pems), canonicalBounds));
};

// What was signed is read by itself: it has to be a whole message again, by all rules.
const signedAssertion = async (
  plain: string,
  { response, assertion }: SamlResponse,
  { certificates }: ResponseSource,
): Promise<XmlElement> => {
  const whole = isSigned(response) ? readResponse(await verified(plain, 'root', certificates)).assertion : undefined;
  const part = isSigned(assertion) ? await verified(plain, 'Assertion', certificates) : undefined;
  const found = part ?? whole;
  if (!found) throw new SamlRefusal('The response is not signed');
  return found;
};

const inOneText = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof SamlRefusal)) throw cause;
    // How far it got would tell a stranger who changes the message what it says.
    throw Object.assign(new SamlRefusal('The assertion cannot be decrypted, or its signature is not valid'), { cause });
  }
};

const decrypted = async (encrypted: XmlElement, source: ResponseSource, isProved: boolean): Promise<XmlElement> => {
  const { decryptionKey } = source;
  if (!decryptionKey) throw new SamlRefusal('The assertion is encrypted, and there is no key for it');
  return inOneText(async () => {
    const plain = plainXml(decryptAssertion(encrypted, decryptionKey), messageBounds);
    const assertion = parseXml(plain);
    if (!isElement(assertion, namespaces.assertion, 'Assertion'))
      throw new SamlRefusal('The response has no assertion');
    assertSignatureRules(assertion, [assertion], source);
    // Everybody has the key to encrypt for us by: encryption proves nothing.
    if (!isSigned(assertion)) {
      if (isProved) return assertion;
      throw new SamlRefusal('The assertion is not signed');
    }
    return verified(plain, 'root', source.certificates);
  });
};

const openEncrypted = async (plain: string, shape: SamlResponse, source: ResponseSource): Promise<XmlElement> => {
  const isProved = isSigned(shape.response);
  const encrypted = isProved ? await signedAssertion(plain, shape, source) : shape.assertion;
  return decrypted(encrypted, source, isProved);
};

/**
 * The assertion of a response, read from exactly what the provider has signed: the whole response, the assertion, or both,
 * then both are verified. Its conditions are not looked at yet. Throws SamlRefusal.
 */
export const openResponse = async (
  text: string,
  source: ResponseSource,
  target: ResponseTarget,
): Promise<XmlElement> => {
  const plain = plainXml(text, messageBounds);
  const shape = readResponse(parseXml(plain));
  const { response, assertion, isEncrypted } = shape;
  assertTarget(response, source, target);
  assertSignatureRules(response, isEncrypted ? [response] : [response, assertion], source);
  if (isEncrypted) return openEncrypted(plain, shape, source);
  if (source.wantsEncryption) throw new SamlRefusal('The assertion is not encrypted');
  return signedAssertion(plain, shape, source);
};
