import { beforeAll, describe, expect, it } from 'vitest';
import { askHost } from '#tests/support/discovery.ts';
import { aPrefix, createDomain, hostOf } from '#tests/support/domains.ts';
import {
  authorizePath,
  callback,
  locationOf,
  makeOAuthApp,
  newTokens,
  type OAuthApp,
  onPages,
  postForm,
  signInOnPage,
} from '#tests/support/oauth.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const bye = 'https://app.example.com/bye';
const withQuery = 'https://app.example.com/bye?from=here';
const ofPhone = 'com.example.app:/bye';
const dayMs = 86_400_000;

type Asked = Readonly<Record<string, string | undefined>>;

let app: OAuthApp;

beforeAll(async () => {
  app = await makeOAuthApp({ LogoutURLs: [bye, withQuery, ofPhone, 'https://app.example.com/tschüß'] });
});

const pathOf = (asked: Asked): string => {
  const given = new URLSearchParams();
  for (const [name, value] of Object.entries(asked)) if (value !== undefined) given.append(name, value);
  return `/logout?${given}`;
};

const ofCognito = (more: Asked = {}): string => pathOf({ client_id: app.clientId, logout_uri: bye, ...more });

const signedIn = async (of: OAuthApp = app): Promise<UserAgent> => {
  const agent = newUserAgent();
  await signInOnPage(agent, of);
  return agent;
};

const isAsked = async (agent: UserAgent, of: OAuthApp = app): Promise<boolean> =>
  locationOf(await agent.get(authorizePath(of))).pathname === '/login';

const leadsTo = (answer: Response) => [answer.status, answer.headers.get('location')];

const toError = (error: string) => [302, `${stack().endpoint}/error?${new URLSearchParams({ error })}`];

describe('logout, in the form of Cognito', () => {
  it('leads to exactly the address that the app has registered', async () => {
    for (const logout_uri of [bye, withQuery, ofPhone]) {
      const answer = await newUserAgent().get(ofCognito({ logout_uri, state: 's' }));
      expect(leadsTo(answer)).toEqual([302, logout_uri]);
      expect(answer.headers.get('cache-control')).toContain('no-store');
    }
    const inAnyScript = await newUserAgent().get(ofCognito({ logout_uri: 'https://app.example.com/tschüß' }));
    expect(leadsTo(inAnyScript)).toEqual([302, encodeURI('https://app.example.com/tschüß')]);
  });

  it('ends the session for whoever kept its cookie, and has the browser forget it', async () => {
    const agent = await signedIn();
    const kept = new Map(agent.cookies);
    expect(await isAsked(newUserAgent({ cookies: new Map(kept) }))).toBe(false);
    const answer = await agent.get(ofCognito());
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(/^gatehouse-\w+=; Path=\/; Max-Age=0/)]);
    expect(await isAsked(agent)).toBe(true);
    expect(await isAsked(newUserAgent({ cookies: kept }))).toBe(true);
  });

  it('ends it for every app of the pool, and leaves other browsers and other pools alone', async () => {
    const second = { ...app, ...(await makeClient(app.poolId, onPages)) };
    const foreign = await makeOAuthApp();
    const [agent, elsewhere] = [await signedIn(), await signedIn()];
    await signInOnPage(agent, foreign);
    await agent.get(pathOf({ client_id: second.clientId, logout_uri: 'https://app.example.com/bye' }));
    expect(await isAsked(agent)).toBe(true);
    expect(await isAsked(agent, foreign)).toBe(false);
    expect(await isAsked(elsewhere)).toBe(false);
  });

  it('leaves tokens alone', async () => {
    const { refresh_token } = await newTokens(app);
    const agent = await signedIn();
    await agent.get(ofCognito());
    const fields = { grant_type: 'refresh_token', client_id: app.clientId, refresh_token };
    expect((await postForm('/oauth2/token', fields)).status).toBe(200);
  });

  it.each([
    ['another address', 'https://evil.example.com'],
    ['the address with a slash', `${bye}/`],
    ['an address for sign-ins', callback],
    ['the address of another host', '//app.example.com/bye'],
    ['a script', 'javascript:alert(1)'],
  ])('leads to the sign-in page for %s, which leads to the page of errors', async (_case, logout_uri) => {
    const agent = newUserAgent();
    const path = ofCognito({ logout_uri });
    const answer = await agent.get(path);
    expect(leadsTo(answer)).toEqual([302, `${stack().endpoint}/login${path.slice(path.indexOf('?'))}`]);
    const next = await agent.get(answer.headers.get('location') ?? '');
    expect(leadsTo(next)).toEqual(toError('Required parameters missing'));
    expect((await agent.get(next.headers.get('location') ?? '')).status).toBe(400);
  });

  it('leads to the sign-in page of the request where it has a redirect URI, and no session is there', async () => {
    const agent = await signedIn();
    const path = authorizePath(app, { state: 's', scope: 'openid' }, '/logout');
    const answer = await agent.get(path);
    expect(leadsTo(answer)).toEqual([302, `${stack().endpoint}/login${path.slice(path.indexOf('?'))}`]);
    const page = await (await agent.get(answer.headers.get('location') ?? '')).text();
    expect(formIn(page).action).toContain('/login?');
    expect(await isAsked(agent)).toBe(true);
  });

  it('leads there without the id_token_hint, as another user may sign in', async () => {
    const { id_token } = await newTokens(app);
    const asked = { client_id: app.clientId, response_type: 'code', redirect_uri: callback };
    const { pathname, searchParams } = locationOf(
      await newUserAgent().get(pathOf({ ...asked, id_token_hint: id_token })),
    );
    expect(pathname).toBe('/login');
    expect(Object.fromEntries(searchParams)).toEqual(asked);
  });

  it('goes by logout_uri where both are given', async () => {
    const answer = await newUserAgent().get(authorizePath(app, { logout_uri: bye }, '/logout'));
    expect(leadsTo(answer)).toEqual([302, bye]);
  });

  it.each<[string, Asked, string]>([
    ['no client', { client_id: undefined }, 'Required parameters missing'],
    ['an unknown client', { client_id: 'nobodysclient' }, 'invalid_request'],
    ['a client id that is too long', { client_id: 'a'.repeat(3000) }, 'invalid_request'],
    ['nowhere to go', { logout_uri: undefined }, 'Required parameters missing'],
    [
      'nowhere to go, with a response type',
      { logout_uri: undefined, response_type: 'code' },
      'Required parameters missing',
    ],
  ])('shows its own page for %s, and ends nothing', async (_case, asked, error) => {
    const agent = await signedIn();
    expect(leadsTo(await agent.get(ofCognito(asked)))).toEqual(toError(error));
    expect(await isAsked(agent)).toBe(false);
  });

  it('says so on a page where a parameter comes more than once', async () => {
    const answer = await newUserAgent().get(`${ofCognito()}&logout_uri=https%3A%2F%2Fevil.example.com`);
    expect(leadsTo(answer)).toEqual([400, null]);
  });

  it('serves the pool of a domain alone', async () => {
    const [prefix, foreign] = [aPrefix(), await makeOAuthApp()];
    await createDomain(app.poolId, prefix);
    expect((await askHost(hostOf(prefix), ofCognito())).headers.location).toBe(bye);
    const others = await askHost(hostOf(prefix), ofCognito({ client_id: foreign.clientId }));
    expect(others.headers.location).toBe(`http://${hostOf(prefix)}/error?error=invalid_request`);
  });
});

describe('logout, in the form of OpenID Connect', () => {
  let hint: string;

  beforeAll(async () => {
    hint = (await newTokens(app)).id_token;
  });

  const standard = (more: Asked = {}): string =>
    pathOf({ id_token_hint: hint, post_logout_redirect_uri: bye, ...more });

  it('leads to the address with the state', async () => {
    for (const [asked, location] of [
      [{}, bye],
      [{ state: 'a b&c' }, `${bye}?state=a+b%26c`],
      [{ state: 's', post_logout_redirect_uri: withQuery }, `${withQuery}&state=s`],
      [{ client_id: app.clientId }, bye],
      [{ client_id: app.clientId, id_token_hint: undefined }, bye],
    ] as const) {
      expect(leadsTo(await newUserAgent().get(standard(asked)))).toEqual([302, location]);
    }
  });

  it('ends the session, also by an ID token that has expired', async () => {
    for (const ahead of [0, dayMs]) {
      const agent = await signedIn();
      const later = newUserAgent({ cookies: agent.cookies, ahead });
      expect(leadsTo(await later.get(standard()))).toEqual([302, bye]);
      expect(await isAsked(agent)).toBe(true);
    }
  });

  it('leads, and ends nothing, where the ID token is of somebody else than the session', async () => {
    const agent = await signedIn({ ...app, user: await makeUser(app) });
    expect(leadsTo(await agent.get(standard()))).toEqual([302, bye]);
    expect(await isAsked(agent)).toBe(false);
  });

  it('shows its own page for an address that the app has not registered, and ends nothing', async () => {
    const agent = await signedIn();
    for (const post_logout_redirect_uri of ['https://evil.example.com', callback, `${bye}#`]) {
      expect(leadsTo(await agent.get(standard({ post_logout_redirect_uri })))).toEqual(toError('invalid_request'));
    }
    expect(await isAsked(agent)).toBe(false);
  });

  it('refuses what is no ID token of the app', async () => {
    const tokens = await newTokens(app);
    const foreign = await newTokens(await makeOAuthApp());
    const other = { ...app, ...(await makeClient(app.poolId, onPages)) };
    const [head = '', claims = '', signature = ''] = hint.split('.');
    const changed = Buffer.from(JSON.stringify({ aud: app.clientId })).toString('base64url');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    const hints: readonly Asked[] = [
      { id_token_hint: tokens.access_token },
      { id_token_hint: tokens.access_token, client_id: app.clientId },
      { id_token_hint: foreign.id_token, client_id: app.clientId },
      { client_id: other.clientId },
      { id_token_hint: `${head}.${changed}.${signature}` },
      { id_token_hint: `${unsigned}.${claims}.` },
      { id_token_hint: `${head}.${claims}` },
      { id_token_hint: 'x', client_id: app.clientId },
      { id_token_hint: '..' },
    ];
    for (const asked of hints) {
      const agent = await signedIn();
      expect([asked, ...leadsTo(await agent.get(standard(asked)))]).toEqual([asked, ...toError('invalid_request')]);
      expect(await isAsked(agent)).toBe(false);
    }
  });

  it('may be posted, and then leads to itself, where the browser brings its cookie', async () => {
    const agent = await signedIn();
    const fields = { id_token_hint: hint, post_logout_redirect_uri: bye, state: 'a&b' };
    const posted = await newUserAgent().post('/logout', fields);
    expect([posted.status, locationOf(posted).pathname]).toEqual([302, '/logout']);
    const answer = await agent.get(posted.headers.get('location') ?? '');
    expect(leadsTo(answer)).toEqual([302, `${bye}?state=a%26b`]);
    expect(await isAsked(agent)).toBe(true);
  });

  it('refuses a post that is no form, or has more than an address holds', async () => {
    const json = await fetch(`${stack().endpoint}/logout`, { method: 'POST', body: '{}', redirect: 'manual' });
    expect(leadsTo(json)).toEqual([400, null]);
    const large = await newUserAgent().post('/logout', { id_token_hint: hint, state: 'a'.repeat(9000) });
    expect(leadsTo(large)).toEqual([400, null]);
  });
});
