import type { SamlKey } from './saml-keys.ts';

interface MetadataFacts {
  readonly entityId: string;
  /** Scheme and host, and the beginning of the path. */
  readonly origin: string;
  readonly keys: readonly Pick<SamlKey, 'certificate'>[];
  readonly bindings: readonly ('Redirect' | 'POST')[];
}

/** Metadata of a provider. */
export const metadataXml = (given: Partial<MetadataFacts> = {}): string => {
  const facts: MetadataFacts = {
    entityId: 'https://idp.example.com/metadata',
    origin: 'https://idp.example.com',
    keys: [],
    bindings: ['Redirect', 'POST'],
    ...given,
  };
  const services = (name: string, path: string): string =>
    facts.bindings
      .map(
        (binding) =>
          `<md:${name} Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-${binding}" ` +
          `Location="${facts.origin}/${path}/${binding.toLowerCase()}"/>`,
      )
      .join('');
  const keys = facts.keys.map(
    ({ certificate }) =>
      '<md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>' +
      `<ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>`,
  );
  return [
    `<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="${facts.entityId}">`,
    '<md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">',
    ...keys,
    services('SingleLogoutService', 'slo'),
    services('SingleSignOnService', 'sso'),
    '</md:IDPSSODescriptor></md:EntityDescriptor>',
  ].join('');
};
