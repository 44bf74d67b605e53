/** Debian's SimpleSAMLphp as the provider, where the machine has it: otherwise these are skipped. */
import { UpdateIdentityProviderCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '#local/ports.ts';
import { adminClient } from '#tests/support/clients.ts';
import { authorizePath, exchange, locationOf } from '#tests/support/oauth.ts';
import { makeSamlPool, providerKey, providerName, type SamlPool } from '#tests/support/saml/saml-pool.ts';
import { hasSimpleSamlPhp, startSimpleSamlPhp } from '#tests/support/saml/simplesamlphp.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

const decoded = (text: string): string =>
  text.replaceAll('&amp;', '&').replaceAll('&#x3A;', ':').replaceAll('&#x2F;', '/');

describe.skipIf(!hasSimpleSamlPhp)('SimpleSAMLphp', () => {
  let pool: SamlPool;
  let origin: string;
  const stops: (() => Promise<void>)[] = [];

  const start = async (more: string): Promise<void> => {
    const port = await freePort();
    origin = `http://127.0.0.1:${port}`;
    const audience = `urn:amazon:cognito:sp:${pool.poolId}`;
    const consumer = `${stack().endpoint}/saml2/idpresponse`;
    stops.push(
      await startSimpleSamlPhp({ port, key: providerKey, entityId: `${origin}/entity`, audience, consumer, more }),
    );
    const MetadataFile = await (await fetch(`${origin}/simplesaml/saml2/idp/metadata.php`)).text();
    await adminClient().send(
      new UpdateIdentityProviderCommand({
        UserPoolId: pool.poolId,
        ProviderName: providerName,
        ProviderDetails: { MetadataFile },
        AttributeMapping: { email: 'mail', name: 'groups', nickname: 'title' },
      }),
    );
  };

  beforeAll(async () => {
    pool = await makeSamlPool();
  });

  afterAll(async () => {
    for (const stop of stops) await stop();
  });

  // As a person would: through its sign-in page, and back by the form that its last page posts.
  const signIn = async () => {
    const agent = newUserAgent({ ahead: 11_000 });
    const there = newUserAgent({ origin });
    let page = await there.get(
      locationOf(await agent.get(authorizePath(pool, { identity_provider: providerName }))).href,
    );
    while (page.status >= 300 && page.status < 400) page = await there.get(page.headers.get('location') ?? '');
    const login = formIn(await page.text());
    const posted = await there.post(decoded(new URL(decoded(login.action), page.url).href), {
      ...login.fields,
      username: 'ada',
      password: 'a-password',
    });
    const { action, fields } = formIn(await posted.text());
    expect(decoded(action)).toBe(`${stack().endpoint}/saml2/idpresponse`);
    const answer = await agent.post('/saml2/idpresponse', fields);
    const code = locationOf(answer).searchParams.get('code');
    if (code === null) throw new Error(locationOf(answer).href);
    const tokens: { id_token: string } = JSON.parse(await (await exchange(pool, code)).text());
    return decodeJwt(tokens.id_token);
  };

  it.each([
    ['signed as a whole', "'saml20.sign.response' => true, 'saml20.sign.assertion' => false"],
    ['signed in its assertion', "'saml20.sign.response' => false, 'saml20.sign.assertion' => true"],
    ['signed twice', "'saml20.sign.response' => true, 'saml20.sign.assertion' => true"],
  ])('signs in by a response that is %s', async (_what, more) => {
    await start(more);
    expect(await signIn()).toMatchObject({ email: 'ada@example.com', name: '[a,b]' });
  });

  it('signs in by an encrypted assertion', async () => {
    const certificate = pool.details.ActiveEncryptionCertificate;
    await start(`'assertion.encryption' => true, 'certData' => '${certificate}'`);
    expect(await signIn()).toMatchObject({ email: 'ada@example.com' });
  });
});
