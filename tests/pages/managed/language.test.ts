import { describe, expect, it } from 'vitest';
import { catalogueOf, languages, textsIn } from '#shared/pages/texts/texts.ts';
import { createBranding } from '#tests/support/branding.ts';
import { complaintsIn, makeManagedApp, makeManagedPool } from '#tests/support/managed-login.ts';
import { authorizePath, locationOf, makeOAuthApp } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { enter, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { makeTerms } from '#tests/support/terms.ts';
import { formIn, newUserAgent, submit } from '#tests/support/user-agent.ts';

const languageOf = async (page: Response) => {
  const heading = /<h1[^>]*>([^<]*)<\/h1>/.exec(await textOf(page))?.[1];
  return { lang: /<html lang="([^"]*)"/.exec(await textOf(page))?.[1], heading };
};

const japanese = { lang: 'ja', heading: (await catalogueOf('ja'))['signIn.title'] };
const german = { lang: 'de', heading: (await catalogueOf('de'))['signIn.title'] };
const english = { lang: 'en', heading: (await catalogueOf('en'))['signIn.title'] };

describe('the language of managed pages', () => {
  it.each(languages)('can be %s', async (language) => {
    const app = await makeManagedPool();
    const page = await newUserAgent().get(loginPath(app, { lang: language }));
    const { say } = await textsIn(language);

    expect(await languageOf(page)).toEqual({ lang: language, heading: say('signIn.title') });
    expect(page.headers.get('content-language')).toBe(language);
    expect(page.headers.get('vary')).toBe('Accept-Language, Cookie');
    expect(await textOf(page)).toContain(say('signIn.forgotPassword'));
  });

  it('is what the browser accepts, unless the app or the user wants another', async () => {
    const app = await makeManagedPool();
    const agent = newUserAgent({ headers: { 'accept-language': 'nl, de-AT;q=0.8, ja;q=0.5' } });

    expect(await languageOf(await agent.get(loginPath(app)))).toEqual(german);
    expect(await languageOf(await agent.get(loginPath(app, { ui_locales: 'nl en-GB' })))).toEqual(english);
    expect([...agent.cookies.keys()]).not.toContain('lang');
    expect(await languageOf(await agent.get(loginPath(app, { ui_locales: 'de', lang: 'ja' })))).toEqual(japanese);
    expect(await languageOf(await agent.get(loginPath(app, { ui_locales: 'de' })))).toEqual(japanese);
    expect(agent.cookies.get('lang')).toBe('ja');
  });

  it('is kept from a request for authorization on, for all apps at that host', async () => {
    const [app, other] = [await makeManagedPool(), await makeManagedPool()];
    const agent = newUserAgent();
    await agent.get(authorizePath(app, { lang: 'de' }));
    expect(await languageOf(await agent.get(loginPath(other)))).toEqual(german);

    await agent.get(authorizePath(app, { lang: 'nl' }));
    expect(agent.cookies.get('lang')).toBe('de');
  });

  it('is kept, too, where a session answers the app at once', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent();
    await enter(agent, app, app.user);
    const silent = await agent.get(authorizePath(app, { lang: 'fr' }));
    expect(locationOf(silent).searchParams.get('code')).toBeTruthy();
    expect(agent.cookies.get('lang')).toBe('fr');
  });

  it('is that of what is wrong, too, also for scripts', async () => {
    const app = await makeManagedApp();
    const agent = newUserAgent({ headers: { 'accept-language': 'de' } });
    const again = await enter(agent, app, app.user, { password: 'Wrong-horse-1' });
    const { say } = await textsIn('de');
    expect(complaintsIn(await textOf(again))).toEqual([say('error.credentials')]);

    const { action, fields } = formIn(await textOf(await agent.get(loginPath(app))));
    const data = await agent.post(`${action}&_data=routes%2Flogin`, {
      ...fields,
      username: app.user.username,
      password: 'Wrong-horse-1',
    });
    expect(await data.json()).toMatchObject({ formError: say('error.credentials') });
  });

  it('is that of the pages of errors and of a logout', async () => {
    const app = await makeManagedPool();
    const { say } = await textsIn('fr');
    const page = await newUserAgent().get(`/error?error=redirect_mismatch&client_id=${app.clientId}&lang=fr`);
    expect(page.status).toBe(400);
    expect(await languageOf(page)).toEqual({ lang: 'fr', heading: say('errorPage.title') });
    expect(page.headers.getSetCookie().join()).toContain('lang=fr');
  });

  it('is that of the page to which a link in the mail leads', async () => {
    const app = await makeManagedPool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const { say } = await textsIn('it');
    const spent = `/confirmUser?client_id=${app.clientId}&user_name=nobody&confirmation_code=123456&lang=it`;
    const agent = newUserAgent();
    const page = await agent.get(spent);
    expect(await languageOf(page)).toEqual({ lang: 'it', heading: say('confirm.title') });
    expect(complaintsIn(await textOf(await submit(agent, page, {})))).toEqual([say('error.linkExpired')]);
  });

  it('decides which terms a sign-up links to', async () => {
    const app = await makeManagedPool();
    const links = { 'cognito:default': 'https://example.com/all', 'cognito:german': 'https://example.com/de' };
    for (const TermsName of ['terms-of-use', 'privacy-policy']) {
      await makeTerms(app, { TermsName, Links: links });
    }
    const signUpPath = (lang: string) => loginPath(app, { lang }).replace('/login', '/signup');
    const inGerman = await textOf(await newUserAgent().get(signUpPath('de')));
    expect(inGerman).toContain('href="https://example.com/de"');
    expect(inGerman).not.toContain('href="https://example.com/all"');
    const inKorean = await textOf(await newUserAgent().get(signUpPath('ko')));
    expect(inKorean).toContain('href="https://example.com/all"');
  });
});

describe('a choice of languages on the page', () => {
  const linksOn = async (page: Response) =>
    [...(await textOf(page)).matchAll(/<a href="(\?[^"]*)" hreflang="([^"]*)"/g)].map(
      ([, href = '', language = '']) => ({
        language,
        href: href.replaceAll('&amp;', '&'),
      }),
    );

  it('is there where the style asks for it, and leads to the same page', async () => {
    const app = await makeManagedPool();
    await createBranding(app, { Settings: { categories: { form: { languageSelector: { enabled: true } } } } });
    const agent = newUserAgent();

    const links = await linksOn(await agent.get(loginPath(app, { state: 'a&b', lang: 'it' })));
    expect(links.map(({ language }) => language)).toEqual(languages.filter((language) => language !== 'it'));
    const [toGerman] = links;
    const inGerman = await agent.get(`/login${toGerman?.href}`);
    expect(await languageOf(inGerman)).toEqual(german);
    expect(formIn(await textOf(inGerman)).action).toContain('state=a%26b');
    expect(await languageOf(await agent.get(loginPath(app)))).toEqual(german);
  });

  it('is not there by default, after a form was posted, and in strict pools', async () => {
    expect(await linksOn(await newUserAgent().get(loginPath(await makeManagedPool())))).toEqual([]);

    const app = await makeManagedApp();
    await createBranding(app, { Settings: { categories: { form: { languageSelector: { enabled: true } } } } });
    expect(await linksOn(await enter(newUserAgent(), app, app.user, { password: 'Wrong-horse-1' }))).toEqual([]);

    await callOwn('SetUserPoolCompatibility', { UserPoolId: app.poolId, Strict: true });
    expect(await linksOn(await newUserAgent().get(loginPath(app)))).toEqual([]);
  });
});

describe('the language of classic pages', () => {
  it('is English, whatever is asked for', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent({ headers: { 'accept-language': 'de' } });
    const page = await agent.get(loginPath(app, { lang: 'de', ui_locales: 'de' }));
    expect(await textOf(page)).toContain('<html lang="en">');
    expect(await textOf(page)).toContain('Sign in with your username and password');
    expect(agent.cookies.has('lang')).toBe(false);
  });
});

describe('texts that a pool has of its own', () => {
  it('stand on managed pages, as text, in their language alone', async () => {
    const app = await makeManagedPool();
    const Texts = { 'signIn.title': '<b>Acme</b> & "Söhne"', 'action.signIn': 'Los' };
    await callOwn('SetUserPoolPageTexts', { UserPoolId: app.poolId, Language: 'de', Texts });

    const page = await textOf(await newUserAgent().get(loginPath(app, { lang: 'de' })));
    expect(page).toMatch(/<h1[^>]*>&lt;b>Acme&lt;\/b> &amp; &quot;Söhne&quot;<\/h1>/);
    expect(page).toContain('>Los<');
    expect(page).not.toContain('<b>Acme');
    expect(await languageOf(await newUserAgent().get(loginPath(app, { lang: 'ja' })))).toEqual(japanese);
    const other = await makeManagedPool();
    expect(await languageOf(await newUserAgent().get(loginPath(other, { lang: 'de' })))).toEqual(german);
  });

  it('go when they are no longer set', async () => {
    const app = await makeManagedPool();
    const set = (Texts: object) => callOwn('SetUserPoolPageTexts', { UserPoolId: app.poolId, Language: 'en', Texts });
    await set({ 'signIn.title': 'Acme' });
    await set({});
    expect(await languageOf(await newUserAgent().get(loginPath(app)))).toEqual(english);
  });
});
