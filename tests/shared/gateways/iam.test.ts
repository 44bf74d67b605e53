import fc from 'fast-check';
import { afterEach, describe, expect, it } from 'vitest';
import { createIam } from '#shared/gateways/iam.ts';
import { answering, type ServiceStandIn, startService } from './service-stand-in.ts';

const openId = 'arn:aws:iam::000000000000:oidc-provider/id.example.com';
const saml = 'arn:aws:iam::000000000000:saml-provider/corp';

const audiencesXml = (...audiences: readonly string[]): string =>
  `<GetOpenIDConnectProviderResponse><GetOpenIDConnectProviderResult><ThumbprintList><member>c3768084</member></ThumbprintList>
  <ClientIDList>${audiences.map((one) => `\n    <member>${one}</member>`).join('')}
  </ClientIDList></GetOpenIDConnectProviderResult></GetOpenIDConnectProviderResponse>`;
const metadataXml = (text: string): string =>
  `<GetSAMLProviderResponse><GetSAMLProviderResult><SAMLMetadataDocument>${text}</SAMLMetadataDocument></GetSAMLProviderResult></GetSAMLProviderResponse>`;
const error = (code: string): string =>
  `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>why</Message></Error></ErrorResponse>`;

let service: ServiceStandIn;
const iam = () => createIam({ endpoint: service.endpoint });

describe('IAM', () => {
  afterEach(() => service.stop());

  it('tells the audiences of an OpenID provider, to whoever signs', async () => {
    service = await startService(answering(200, audiencesXml('our-app', 'a&amp;b')));
    expect(await iam().findAudiences(openId)).toEqual(['our-app', 'a&b']);
    const [request] = service.received;
    expect(request?.headers.authorization).toMatch(/\/us-east-1\/iam\/aws4_request/);
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      Action: 'GetOpenIDConnectProvider',
      Version: '2010-05-08',
      OpenIDConnectProviderArn: openId,
    });
  });

  it('tells of a provider without audiences that it has none', async () => {
    service = await startService(answering(200, audiencesXml()));
    expect(await iam().findAudiences(openId)).toEqual([]);
  });

  it('tells the metadata of a SAML provider', async () => {
    service = await startService(
      answering(200, metadataXml('&lt;md:E a=&quot;1&quot;&gt;&#xD;&#10;&amp;lt; &apos;&lt;/md:E&gt;')),
    );
    expect(await iam().findSamlMetadata(saml)).toBe('<md:E a="1">\r\n&lt; \'</md:E>');
    expect(Object.fromEntries(new URLSearchParams(service.received[0]?.body))).toEqual({
      Action: 'GetSAMLProvider',
      Version: '2010-05-08',
      SAMLProviderArn: saml,
    });
  });

  it('is read whatever the metadata are, as they were written', async () => {
    const escaped = (text: string): string =>
      text.replace(/[<>&"'\r\n]/g, (character) => `&#x${character.charCodeAt(0).toString(16)};`);
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'grapheme', maxLength: 40 }), async (text) => {
        service = await startService(answering(200, metadataXml(escaped(text))));
        expect(await iam().findSamlMetadata(saml)).toBe(text);
        await service.stop();
      }),
      { numRuns: 30 },
    );
    service = await startService(answering(200, metadataXml('')));
  });

  it('does not have what is not there', async () => {
    const gone = answering(404, error('NoSuchEntity'));
    service = await startService(gone, gone);
    expect(await iam().findAudiences(openId)).toBeUndefined();
    expect(await iam().findSamlMetadata(saml)).toBeUndefined();
  });

  it('is asked again where it is busy, and not where it refuses', async () => {
    service = await startService(answering(400, error('Throttling')), answering(200, audiencesXml('a')));
    expect(await iam().findAudiences(openId)).toEqual(['a']);
    await service.stop();
    service = await startService(answering(403, error('AccessDenied')));
    await expect(iam().findSamlMetadata(saml)).rejects.toMatchObject({ name: 'AccessDenied', status: 403 });
    expect(service.received).toHaveLength(1);
  });
});
