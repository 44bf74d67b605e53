/** What providers and browsers could bring from there, whatever it is. */
import { randomUUID } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logoutRequest, signedXml } from '#shared/domain/federation/saml/messages.ts';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import { makeScriptedApp, returnFromScripted } from '#tests/support/federation.ts';
import { callback } from '#tests/support/oauth.ts';
import { makeSamlPool, providerKey, providerName } from '#tests/support/saml/saml-pool.ts';
import { bringAnswer, samlAnswer } from '#tests/support/saml/saml-sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import type { ProviderScript } from '#tests/support/upstream/scripted-provider.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';
import { leak } from './raw-request.ts';

interface Answered {
  readonly status: number;
  readonly location: string;
  readonly body: string;
}

/** The words of an answer, which lead to the app or to the page of errors, and tell nothing of the inside. */
const assertPlain = ({ status, location, body }: Answered, said: string): void => {
  const told = `${said.slice(0, 600)} → ${status} ${location} ${body.slice(0, 300)}`;
  expect(status, told).toBe(302);
  expect(location.startsWith(callback) || new URL(location).pathname === '/error', told).toBe(true);
  expect(`${decodeURIComponent(location.replaceAll('+', ' '))} ${body}`, told).not.toMatch(leak);
};

const answered = async (answer: Response): Promise<Answered> => ({
  status: answer.status,
  location: answer.headers.get('location') ?? '',
  body: await answer.text(),
});

const piece = fc.oneof(
  fc.constantFrom(
    '',
    '<x/>',
    '&amp;',
    '&x;',
    '"',
    '<',
    '>',
    '<!--',
    ']]>',
    '<?x?>',
    '<!DOCTYPE x>',
    ' ID="_x"',
    '\u0000',
  ),
  fc.constantFrom('</saml:NameID>', '<saml:Assertion/>', '</samlp:Response>', 'xmlns:x="y"', '\ufeff', '\ud800'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);

/** A text with a piece in place of a part of it. */
const changed = (text: string, at: number, length: number, inserted: string): string => {
  const start = at % (text.length + 1);
  return text.slice(0, start) + inserted + text.slice(start + length);
};

const change = [fc.nat(20_000), fc.nat(80), piece] as const;

describe('messages of a SAML provider', () => {
  it('are answered by words alone, whatever has become of them', async () => {
    const pool = await makeSamlPool({ details: { IDPInit: 'true' } });
    const state = String(
      new URLSearchParams({
        client_id: pool.clientId,
        redirect_uri: callback,
        response_type: 'code',
        identity_provider: providerName,
      }),
    );
    await fc.assert(
      fc.asyncProperty(...change, async (...how) => {
        const xml = changed(samlAnswer(pool, { nameId: `${randomUUID()}` }), ...how);
        assertPlain(await answered(await bringAnswer(newUserAgent(), xml, state)), xml);
      }),
      { numRuns: 150 },
    );
    await fc.assert(
      fc.asyncProperty(...change, async (...how) => {
        const relayState = changed(state, ...how).toWellFormed();
        assertPlain(await answered(await bringAnswer(newUserAgent(), samlAnswer(pool), relayState)), relayState);
      }),
      { numRuns: 80 },
    );
  });

  it('about a logout are, too, by a form and by a query', async () => {
    const pool = await makeSamlPool();
    const prefix = aPrefix();
    await createDomain(pool.poolId, prefix);
    const host = hostOf(prefix);
    const destination = `${new URL(stack().endpoint).protocol}//${host}/saml2/logout`;
    const assertRefused = async (
      said: string,
      path: string,
      form?: Readonly<Record<string, string>>,
    ): Promise<void> => {
      const { status, headers, body } = await askHost(host, path, form ? 'POST' : 'GET', form ? { form } : {});
      const location = headers.location ?? '';
      // One that has changed nowhere that counts is answered to the provider.
      if (location.startsWith('https://idp.example.com/slo/')) return;
      assertPlain({ status, location, body }, said);
    };
    await fc.assert(
      fc.asyncProperty(...change, async (...how) => {
        const message = logoutRequest({
          id: `_${randomUUID()}`,
          issuer: 'https://idp.example.com/metadata',
          destination,
          issuedAt: Date.now(),
          nameId: { value: 'Ada', format: undefined, nameQualifier: undefined, spNameQualifier: undefined },
          sessionIndex: undefined,
        });
        const xml = changed(signedXml(message, providerKey).xml, ...how);
        await assertRefused(xml, '/saml2/logout', { SAMLRequest: Buffer.from(xml).toString('base64') });
        const deflated = deflateRawSync(changed(message.xml().xml, ...how)).toString('base64');
        const query = String(new URLSearchParams({ SAMLRequest: deflated, SigAlg: 'x', Signature: 'AAAA' }));
        await assertRefused(query, `/saml2/logout?${query}`);
        const [at, length, inserted] = how;
        const odd = changed(query, at, length, encodeURIComponent(inserted.toWellFormed()));
        await assertRefused(odd, `/saml2/logout?${odd}`);
      }),
      { numRuns: 80 },
    );
  });
});

// As much as an address has room for.
const members = fc.dictionary(
  fc.constantFrom(
    'sub',
    'email',
    'email_verified',
    'name',
    'aud',
    'azp',
    'nonce',
    'exp',
    'iat',
    'iss',
    '__proto__',
    'x',
  ),
  fc.oneof(
    fc.constantFrom(null, '', 'x', true, 0, -1, 1e21, [], {}, ['a', 'b'], { a: { b: [1] } }, 'é'.repeat(100)),
    fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.toWellFormed()),
  ),
  { maxKeys: 5 },
);

const answer = fc.oneof(
  fc.record({ body: fc.oneof(members, fc.constantFrom('', '{', '[]', 'null', '"x"', '<html>')) }),
  fc.record({ status: fc.constantFrom(201, 204, 302, 400, 401, 403, 404, 429, 500, 503) }),
);

const scripts: fc.Arbitrary<Omit<ProviderScript, 'name'>> = fc.oneof(
  fc.record({ claims: members }),
  fc.record({ userInfo: members }),
  fc.record({ userInfoAnswer: answer }),
  fc.record({ token: answer }),
  fc.record({ keys: answer }),
  fc.record({ header: members }),
  fc.record({
    back: fc.dictionary(
      fc.constantFrom('code', 'state', 'iss', 'error', 'error_description', 'x'),
      fc.constantFrom(null, '', 'x', '\u0000', '"<>'),
    ),
  }),
);

describe('an OpenID provider', () => {
  it('is answered by words alone, whatever it answers', async () => {
    await fc.assert(
      fc.asyncProperty(scripts, async (script) => {
        const app = await makeScriptedApp(script);
        const agent = newUserAgent();
        const back = await returnFromScripted(agent, app, { sub: 'ada', email: 'ada@example.com', name: 'Ada' });
        assertPlain(await answered(await agent.get(back)), JSON.stringify(script));
      }),
      { numRuns: 60 },
    );
  });
});
