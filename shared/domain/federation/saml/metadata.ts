/** What a provider says of itself: SAML 2.0 Metadata. */
import { X509Certificate } from 'node:crypto';
import type { SamlEndpoints, SamlMetadata } from '../saml-metadata.ts';
import { bindings, namespaces } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { plainXml, withoutComments, type XmlBounds } from './xml-bounds.ts';
import { childrenOf, elementsIn, isElement, onlyChild, parseXml, type XmlElement } from './xml-element.ts';

const md = namespaces.metadata;

/** How large metadata may be. Those of a whole federation are larger; the part about one provider is not. */
export const metadataBounds: XmlBounds = { maxChars: 1_000_000, maxDepth: 40, maxElements: 20_000 };

const refused = (why: string): SamlRefusal => new SamlRefusal(`The metadata ${why}`);

const providersIn = (root: XmlElement): readonly XmlElement[] =>
  elementsIn(root).filter(
    (one) => isElement(one, md, 'EntityDescriptor') && childrenOf(one, md, 'IDPSSODescriptor').length > 0,
  );

const isUrl = (text: string): boolean => /^https?:\/\/[^\s<>"]{1,2000}$/i.test(text) && URL.canParse(text);

type LocationName = 'Location' | 'ResponseLocation';

const locationOf = (service: XmlElement | undefined, name: LocationName): string | undefined => {
  const { attributes } = service ?? {};
  const found = attributes?.get(name) ?? attributes?.get('Location');
  if (found === undefined) return undefined;
  const location = found.trim();
  if (!isUrl(location)) throw refused(`has a ${name} that is no URL`);
  return location;
};

const endpointsOf = (descriptor: XmlElement, service: string, name: LocationName = 'Location'): SamlEndpoints => {
  const services = childrenOf(descriptor, md, service);
  const of = (binding: string) =>
    locationOf(
      services.find((one) => one.attributes.get('Binding') === binding),
      name,
    );
  const [redirect, post] = [of(bindings.redirect), of(bindings.post)];
  return { ...(redirect !== undefined && { redirect }), ...(post !== undefined && { post }) };
};

const longestCertificate = 4096;

// All of them are stored with the provider, and each may be tried on a response.
const mostCertificates = 50;

const toCertificate = (text: string): string => {
  const base64 = text.replace(/-----(?:BEGIN|END) CERTIFICATE-----|\s/g, '');
  if (base64.length > longestCertificate) throw refused('has a certificate of over 4096 characters');
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw refused('has a certificate that cannot be read');
  return base64;
};

// A key without a use is for both: Metadata section 2.4.1.1.
const certificatesOf = (descriptor: XmlElement): readonly string[] =>
  childrenOf(descriptor, md, 'KeyDescriptor')
    .filter(({ attributes }) => (attributes.get('use') ?? 'signing') === 'signing')
    .flatMap(elementsIn)
    .filter((one) => isElement(one, namespaces.signature, 'X509Certificate'))
    .map(({ text }) => toCertificate(text));

/** A certificate of metadata. Throws SamlRefusal. */
export const openCertificate = (base64: string): X509Certificate => {
  try {
    const certificate = new X509Certificate(Buffer.from(base64, 'base64'));
    // A key of an unknown kind fails only when it is asked for.
    if (certificate.publicKey.type === 'public') return certificate;
  } catch {
    // Told below.
  }
  throw refused('has a certificate that cannot be read');
};

const descriptorOf = (provider: XmlElement): XmlElement => {
  const descriptor = onlyChild(provider, md, 'IDPSSODescriptor');
  const protocols = descriptor?.attributes.get('protocolSupportEnumeration') ?? '';
  if (!descriptor || !protocols.split(/\s+/).includes(namespaces.protocol))
    throw refused('has no provider of SAML 2.0');
  return descriptor;
};

/**
 * The one provider that metadata is of, whether it stands alone or in a list. Comments are left out. Signatures of
 * metadata are not looked at: whoever configures a provider vouches for them. Throws SamlRefusal.
 */
export const readMetadata = (text: string): SamlMetadata => {
  if (text.length > metadataBounds.maxChars) throw refused('is too long');
  const root = parseXml(plainXml(withoutComments(text).trim(), metadataBounds));
  const [provider, ...more] = providersIn(root);
  if (!provider) throw refused('has no provider');
  if (more.length > 0) throw refused('has more than one provider');
  const entityId = provider.attributes.get('entityID')?.trim() ?? '';
  if (entityId === '' || entityId.length > 1024) throw refused('has no entityID');
  const descriptor = descriptorOf(provider);
  const singleSignOn = endpointsOf(descriptor, 'SingleSignOnService');
  if (singleSignOn.redirect === undefined && singleSignOn.post === undefined) {
    throw refused('has no SingleSignOnService for HTTP-Redirect or HTTP-POST');
  }
  const signingCertificates = [...new Set(certificatesOf(descriptor))];
  if (signingCertificates.length === 0) throw refused('has no certificate for signatures');
  if (signingCertificates.length > mostCertificates) {
    throw refused(`has more than ${mostCertificates} certificates for signatures`);
  }
  for (const certificate of signingCertificates) openCertificate(certificate);
  return {
    entityId,
    singleSignOn,
    singleLogout: endpointsOf(descriptor, 'SingleLogoutService'),
    singleLogoutAnswer: endpointsOf(descriptor, 'SingleLogoutService', 'ResponseLocation'),
    signingCertificates,
    wantsSignedRequests: /^(?:true|1)$/.test(descriptor.attributes.get('WantAuthnRequestsSigned') ?? ''),
  };
};

/** Throws SamlRefusal where a certificate has expired at that time, in epoch milliseconds, or none has an RSA key. */
export const assertUsable = ({ signingCertificates }: SamlMetadata, now: number): void => {
  const certificates = signingCertificates.map(openCertificate);
  if (certificates.some(({ validTo }) => Date.parse(validTo) <= now))
    throw refused('has a certificate that has expired');
  if (!certificates.some(({ publicKey }) => publicKey.asymmetricKeyType === 'rsa')) {
    throw refused('has no certificate with an RSA key');
  }
};
