import { createPublicKey, X509Certificate } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { assertSignedQuery, readRedirectQuery } from '#shared/domain/federation/saml/redirect-query.ts';
import { toPem } from '#shared/domain/x509/pem.ts';
import { verifiedXml } from '#shared/services/federation/saml/verified-xml.ts';
import { get } from '#tests/support/discovery.ts';
import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import { metadataXml } from '#tests/support/saml/saml-metadata.ts';
import { makeSamlPool, providerKey, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

const toProvider = (pool: SamlPool) => newUserAgent().get(authorizePath(pool, { identity_provider: providerName }));

const certificatesOf = async ({ poolId }: SamlPool, more = ''): Promise<readonly string[]> => {
  const text = await (await get(`/${poolId}/saml2/metadata${more}`)).text();
  return [...text.matchAll(/<ds:X509Certificate>([^<]+)</g)].map(([, certificate = '']) => certificate);
};

describe('a request to a SAML provider', () => {
  it('goes by a redirect, as Cognito sends it', async () => {
    const pool = await makeSamlPool();
    const answer = await toProvider(pool);
    const location = locationOf(answer);
    expect(`${location.origin}${location.pathname}`).toBe('https://idp.example.com/sso/redirect');
    expect([...location.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState']);
    const message = Buffer.from(location.searchParams.get('SAMLRequest') ?? '', 'base64');
    expect(inflateRawSync(message).toString()).toMatch(
      new RegExp(
        '^<\\?xml version="1.0" encoding="UTF-8"\\?><saml2p:AuthnRequest xmlns:saml2p="[^"]*"' +
          ` AssertionConsumerServiceURL="${stack().endpoint}/saml2/idpresponse"` +
          ' Destination="https://idp.example.com/sso/redirect" ID="_[0-9a-f-]{36}" IssueInstant="[^"]*\\.\\d{3}Z" Version="2.0">' +
          '<saml2:Issuer xmlns:saml2="[^"]*" Format="urn:oasis:names:tc:SAML:2.0:nameid-format:entity">' +
          `urn:amazon:cognito:sp:${pool.poolId}</saml2:Issuer></saml2p:AuthnRequest>$`,
      ),
    );
    expect(location.searchParams.get('RelayState')?.length).toBeGreaterThan(80);
    expect(answer.headers.getSetCookie().join()).toMatch(/^gatehouse-idp-/);
  });

  it('is signed where the provider wants it, by a key that the metadata tell', async () => {
    const pool = await makeSamlPool({ details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    const location = locationOf(await toProvider(pool));
    expect([...location.searchParams.keys()]).toEqual(['SAMLRequest', 'RelayState', 'SigAlg', 'Signature']);
    const [certificate = ''] = await certificatesOf(pool);
    const { publicKey, subject } = new X509Certificate(Buffer.from(certificate, 'base64'));
    expect(subject).toBe(`CN=${pool.poolId}`);
    const received = readRedirectQuery(location.search.slice(1));
    expect(() => assertSignedQuery(received, [publicKey], { allowsSha1: false })).not.toThrow();
    const foreign = createPublicKey(providerKey.privateKey);
    expect(() => assertSignedQuery(received, [foreign], { allowsSha1: false })).toThrow();
  });

  it('goes by a form where the provider takes no redirect, with its signature in it', async () => {
    const MetadataFile = metadataXml({ keys: [providerKey], bindings: ['POST'] });
    const pool = await makeSamlPool({ details: { MetadataFile, RequestSigningAlgorithm: 'rsa-sha256' } });
    const page = await toProvider(pool);
    expect(page.status).toBe(200);
    const { action, fields } = formIn(await page.text());
    expect(action).toBe('https://idp.example.com/sso/post');
    const xml = Buffer.from(fields.SAMLRequest ?? '', 'base64').toString();
    const pems = (await certificatesOf(pool)).map((one) => toPem('CERTIFICATE', one));
    expect(await verifiedXml(xml.replace(/^<\?.*?\?>/, ''), 'root', pems)).toContain('AuthnRequest');
    expect(fields.RelayState).toMatch(/^[\w-]+\.[\w-]+$/);
  });
});

describe('the metadata of a pool', () => {
  it('say who it is, where it is, and which keys are its own', async () => {
    const pool = await makeSamlPool();
    const { poolId, details } = pool;
    const answer = await get(`/${poolId}/saml2/metadata?identity_provider=${providerName}`);
    expect(answer.headers.get('content-type')).toBe('application/samlmetadata+xml');
    const text = await answer.text();
    expect(text).toContain(`entityID="urn:amazon:cognito:sp:${poolId}"`);
    expect(text).toContain(`Location="${stack().endpoint}/saml2/idpresponse" index="0" isDefault="true"`);
    expect(text).toContain(`Location="${stack().endpoint}/saml2/logout"`);
    const [signing, encryption, ...more] = await certificatesOf(pool, `?identity_provider=${providerName}`);
    expect([encryption, more]).toEqual([details.ActiveEncryptionCertificate, []]);
    expect(await certificatesOf(pool)).toEqual([signing]);
  });

  it('are refused for a pool that is not there, or a provider that is none', async () => {
    const { poolId } = await makeSamlPool();
    expect((await get(`/us-east-1_nobody/saml2/metadata`)).status).toBe(404);
    expect((await get(`/${poolId}/saml2/metadata?identity_provider=Nobody`)).status).toBe(404);
  });

  it('have the same key for years, with a new certificate each year', async () => {
    const pool = await makeSamlPool({ details: { RequestSigningAlgorithm: 'rsa-sha256' } });
    const [first = ''] = await certificatesOf(pool);
    const ahead = 340 * 86_400_000;
    const later = await newUserAgent({ ahead }).get(authorizePath(pool, { identity_provider: providerName }));
    expect(later.status).toBe(302);
    const [second = '', former] = await certificatesOf(pool);
    expect(former).toBe(first);
    const [before, after] = [first, second].map((one) => new X509Certificate(Buffer.from(one, 'base64')));
    expect(after?.publicKey.export({ type: 'spki', format: 'pem' })).toBe(
      before?.publicKey.export({ type: 'spki', format: 'pem' }),
    );
    expect(Date.parse(after?.validTo ?? '') - Date.parse(before?.validTo ?? '')).toBeGreaterThan(300 * 86_400_000);
  });
});
