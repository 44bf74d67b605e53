import { describe, expect, it } from 'vitest';
import { assertUsable, readMetadata } from '#shared/domain/federation/saml/metadata.ts';
import { newSamlKey } from '#tests/support/saml/saml-keys.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';

const [key, other] = [newSamlKey(), newSamlKey()];

const entity = (facts: Parameters<typeof metadataXml>[0] = {}) => metadataXml({ keys: [key], ...facts });

describe('metadata of a provider', () => {
  it('say where it is, and how it signs', () => {
    expect(readMetadata(entity())).toEqual({
      entityId: 'https://idp.example.com/metadata',
      singleSignOn: { redirect: 'https://idp.example.com/sso/redirect', post: 'https://idp.example.com/sso/post' },
      singleLogout: { redirect: 'https://idp.example.com/slo/redirect', post: 'https://idp.example.com/slo/post' },
      singleLogoutAnswer: {
        redirect: 'https://idp.example.com/slo/redirect',
        post: 'https://idp.example.com/slo/post',
      },
      signingCertificates: [key.certificate],
      wantsSignedRequests: false,
    });
    const answer = 'Location="https://idp.example.com/slo/post" ResponseLocation="https://idp.example.com/slo/answer"';
    const apart = entity().replace('Location="https://idp.example.com/slo/post"', answer);
    expect(readMetadata(apart).singleLogoutAnswer?.post).toBe('https://idp.example.com/slo/answer');
  });

  it('may have several keys, without a use, broken into lines, and keys for encryption beside', () => {
    const keys = `${entity({ keys: [key, other] })}`;
    expect(readMetadata(keys).signingCertificates).toEqual([key.certificate, other.certificate]);
    expect(readMetadata(keys.replaceAll(' use="signing"', '')).signingCertificates).toHaveLength(2);
    expect(readMetadata(keys.replace(' use="signing"', ' use="encryption"')).signingCertificates).toEqual([
      other.certificate,
    ]);
    const broken = entity().replace(key.certificate, `\n  ${key.certificate.replaceAll(/.{64}/g, '$&\r\n  ')}\n`);
    expect(readMetadata(broken).signingCertificates).toEqual([key.certificate]);
  });

  it('may be in a list, with comments, with a declaration, and beside service providers', () => {
    const services = '<md:EntityDescriptor entityID="sp"><md:SPSSODescriptor/></md:EntityDescriptor>';
    const list = (content: string) =>
      `<md:EntitiesDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata">${content}</md:EntitiesDescriptor>`;
    expect(readMetadata(list(services + entity())).entityId).toBe('https://idp.example.com/metadata');
    const text = `\uFEFF<?xml version="1.0" encoding="utf-8"?>\n<!-- made <by> a tool -->\n${entity()}\n<!-- end -->`;
    expect(readMetadata(text).entityId).toBe('https://idp.example.com/metadata');
    expect(() => readMetadata(list(entity() + entity()))).toThrow('The metadata has more than one provider');
    expect(() => readMetadata(list(services))).toThrow('The metadata has no provider');
  });

  it('are refused without what a sign-in needs', () => {
    expect(() => readMetadata('<html/>')).toThrow('The metadata has no provider');
    expect(() => readMetadata(entity().replaceAll('entityID=', 'entity='))).toThrow('The metadata has no entityID');
    expect(() => readMetadata(entity({ keys: [] }))).toThrow('The metadata has no certificate for signatures');
    expect(() => readMetadata(entity().replaceAll('bindings:HTTP', 'bindings:SOAP'))).toThrow(
      'The metadata has no SingleSignOnService for HTTP-Redirect or HTTP-POST',
    );
    expect(() => readMetadata(entity().replace('SAML:2.0:protocol', 'SAML:1.1:protocol'))).toThrow(
      'The metadata has no provider of SAML 2.0',
    );
    for (const location of ['javascript:alert(1)', 'https://', '/sso', 'https://a b']) {
      expect(() => readMetadata(entity().replaceAll('https://idp.example.com/sso/redirect', location))).toThrow(
        'The metadata has a Location that is no URL',
      );
    }
  });

  it('are refused with a certificate that is too long, cannot be read or has expired', () => {
    const withText = (text: string) => entity().replace(key.certificate, text);
    expect(() => readMetadata(withText('A'.repeat(4097)))).toThrow('has a certificate of over 4096 characters');
    expect(() => readMetadata(withText('A'.repeat(4096)))).toThrow('has a certificate that cannot be read');
    expect(() => readMetadata(withText('%%%'))).toThrow('has a certificate that cannot be read');
    const unknownKey = Buffer.from(key.certificate, 'base64');
    // The last byte of the name of RSA keys.
    unknownKey[unknownKey.indexOf(Buffer.from('06092a864886f70d010101', 'hex')) + 10] = 0x7f;
    const withUnknownKey = withText(unknownKey.toString('base64'));
    expect(() => readMetadata(withUnknownKey)).toThrow('has a certificate that cannot be read');
    const old = newSamlKey({ until: Date.UTC(2020, 0) });
    const metadata = readMetadata(entity({ keys: [key, old] }));
    expect(() => assertUsable(metadata, Date.UTC(2026, 0))).toThrow('has a certificate that has expired');
    expect(() => assertUsable(metadata, Date.UTC(2019, 0))).not.toThrow();
  });

  it('are refused with more certificates than a provider can have', () => {
    // Nobody verifies the signature of a certificate, which is its last part.
    const keys = Array.from({ length: 51 }, (_, index) => {
      const der = Buffer.from(key.certificate, 'base64');
      der[der.length - 1] = index;
      return { certificate: der.toString('base64') };
    });
    expect(readMetadata(entity({ keys: keys.slice(1) })).signingCertificates).toHaveLength(50);
    expect(() => readMetadata(entity({ keys }))).toThrow('has more than 50 certificates for signatures');
  });

  it('are refused with a document type, and where they grow', () => {
    expect(() => readMetadata(`<!DOCTYPE x [<!ENTITY a "b">]>${entity()}`)).toThrow('The XML has a document type');
    expect(() => readMetadata(`<!-<!-- -->DOCTYPE x>${entity()}`)).toThrow();
    expect(() => readMetadata(`<<!-- -->!DOCTYPE x>${entity()}`)).toThrow('The XML has a document type');
    expect(() => readMetadata(`${entity()}<!-- `.repeat(2))).toThrow('The XML is not well-formed');
    expect(() => readMetadata(' '.repeat(1_000_001))).toThrow('The metadata is too long');
    expect(() => readMetadata(`<x>${'<y/>'.repeat(20_000)}</x>`)).toThrow('The XML has too many elements');
    expect(() => readMetadata('<!--'.repeat(200_000))).toThrow('The XML is not well-formed');
  });
});
