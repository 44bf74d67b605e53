import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { callback, makeOAuthApp, newTokens, type OAuthApp, onPages, signInOnPage } from '#tests/support/oauth.ts';
import { makeClient } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const phone = 'com.example.app:/back?tenant=1';
const bye = 'https://app.example.com/bye';
const registered = [callback, phone, bye];

// Addresses that browsers, or careless checks, take for something else than they are.
const hostile = [
  '//evil.example.com',
  '///evil.example.com',
  '/\\evil.example.com',
  '\\\\evil.example.com',
  'https:evil.example.com',
  'https:///evil.example.com',
  'https://app.example.com@evil.example.com/callback',
  'https://app.example.com:pass@evil.example.com',
  'https://app.example.com\\@evil.example.com',
  'https://app.example.com.evil.example.com/callback',
  'https://evil.example.com/?https://app.example.com/callback',
  'https://evil.example.com/#https://app.example.com/callback',
  'javascript:alert(1)',
  'data:text/html,x',
  `${callback}\r\nLocation: https://evil.example.com`,
  `${callback}%0d%0aLocation:%20https://evil.example.com`,
  `${callback}\u0000.evil.example.com`,
  `${callback}/../../evil`,
  `${callback}?next=//evil.example.com`,
  `${callback}#@evil.example.com`,
  `\t${callback}`,
  ` ${callback}`,
  'https://аpp.example.com/callback',
  'https://app。example.com/callback',
  'https://app.example.com\u2044callback',
  'com.example.app://evil.example.com',
  '/login',
  '?',
  '',
];

const addresses = fc.oneof(
  fc.constantFrom(...hostile),
  fc.constantFrom(...registered),
  fc.webUrl({ withQueryParameters: true }),
  fc.tuple(fc.constantFrom(...registered), fc.string({ unit: 'binary', maxLength: 8 })).map((parts) => parts.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
);

const others = fc.record(
  {
    response_type: fc.constantFrom('code', 'token', 'id_token', ''),
    response_mode: fc.constantFrom('query', 'fragment', 'form_post', '//evil.example.com'),
    state: addresses,
    scope: fc.constantFrom('openid', 'none', '//evil.example.com'),
    prompt: fc.constantFrom('none', 'login'),
    error: addresses,
    id_token_hint: fc.constantFrom('x', '//evil.example.com'),
  },
  { requiredKeys: [] },
);

const queries = fc
  .tuple(
    others,
    fc.dictionary(fc.constantFrom('redirect_uri', 'logout_uri', 'post_logout_redirect_uri'), addresses),
    fc.constantFrom('client', 'second', 'unknown', 'none'),
  )
  .map(([more, uris, client]) => ({ ...more, ...uris, client }));

let app: OAuthApp;
let second: OAuthApp;
let agent: UserAgent;
let hint: string;

beforeAll(async () => {
  app = await makeOAuthApp({ CallbackURLs: [callback, phone] });
  const settings = { ...onPages, CallbackURLs: [callback, phone], DefaultRedirectURI: callback };
  second = { ...app, ...(await makeClient(app.poolId, settings)) };
  agent = newUserAgent();
  await signInOnPage(agent, app);
  hint = (await newTokens(app)).id_token;
});

// A browser takes `//host` and `/\host` for another origin, so only what begins with the whole address counts.
const isOwnOrRegistered = (location: string): boolean =>
  location.startsWith(`${stack().endpoint}/`) ||
  registered.some((url) => location === url || (location.startsWith(url) && /^[?&#]/.test(location.slice(url.length))));

const assertStays = async (answer: Response, said: string): Promise<void> => {
  expect(answer.status, said).toBeLessThan(500);
  const location = answer.headers.get('location');
  if (location !== null) {
    expect(location, said).toSatisfy(isOwnOrRegistered);
    // What a browser makes of it, which may be something else.
    const { origin, protocol } = new URL(location, stack().endpoint);
    const origins = [new URL(stack().endpoint).origin, 'https://app.example.com'];
    expect(protocol === 'com.example.app:' || origins.includes(origin), `${said} → ${location}`).toBe(true);
  }
  const [, action] = /<form[^>]* action="([^"]*)"/.exec(await answer.text()) ?? [];
  if (action !== undefined)
    expect(action, said).toMatch(
      /^\/login\?|^https:\/\/app\.example\.com\/callback$|^com\.example\.app:\/back\?tenant=1$/,
    );
};

const toQuery = ({ client, ...query }: Readonly<Record<string, string | undefined>>): string => {
  const ids: Readonly<Record<string, string>> = { client: app.clientId, second: second.clientId, unknown: 'nobody' };
  const clientId = ids[client ?? ''];
  return String(
    new URLSearchParams({
      ...(clientId !== undefined && { client_id: clientId }),
      ...Object.fromEntries(
        Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
      ...(query.id_token_hint === 'x' && { id_token_hint: hint }),
    }),
  );
};

describe.each(['/oauth2/authorize', '/login', '/logout', '/error'])('%s', (path) => {
  it('leads nowhere but to itself and to registered addresses, whoever asks for what', async () => {
    await fc.assert(
      fc.asyncProperty(queries, fc.boolean(), async (query, isSignedIn) => {
        const target = `${path}?${toQuery(query)}`;
        const browser = isSignedIn ? newUserAgent({ cookies: new Map(agent.cookies) }) : newUserAgent();
        await assertStays(await browser.get(target), target);
      }),
      { numRuns: 120 },
    );
  });

  it.each(hostile)('leads nowhere else for %j in each parameter that is an address', async (address) => {
    for (const name of ['redirect_uri', 'logout_uri', 'post_logout_redirect_uri', 'state', 'response_mode', 'error']) {
      const query = { response_type: 'code', redirect_uri: callback, client: 'client', [name]: address };
      const target = `${path}?${toQuery(query)}`;
      await assertStays(await newUserAgent().get(target), target);
    }
  });
});

describe.each(['/login', '/logout'])('%s by POST', (path) => {
  it('leads nowhere but to itself and to registered addresses', async () => {
    await fc.assert(
      fc.asyncProperty(queries, async (query) => {
        const text = toQuery(query);
        const fields = Object.fromEntries(new URLSearchParams(text));
        const posted = await newUserAgent().post(path === '/login' ? `${path}?${text}` : path, fields);
        await assertStays(posted, text);
        const next = posted.headers.get('location');
        if (next?.startsWith(stack().endpoint)) await assertStays(await newUserAgent().get(next), next);
      }),
      { numRuns: 60 },
    );
  });
});

describe('the path itself', () => {
  it.each([
    '//evil.example.com/',
    '//evil.example.com/login',
    '/login//evil.example.com',
    '/\\evil.example.com',
    '/logout/..//evil',
  ])('leads nowhere: %s', async (path) => {
    const answer = await fetch(`${stack().endpoint}${path}?${toQuery({ client: 'client' })}`, { redirect: 'manual' });
    await assertStays(answer, path);
  });
});
