import { describe, expect, it } from 'vitest';
import { callback, locationOf, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { codeIn, enter, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

// As scripts do it: without a parser, by expressions that many of them share.
const tokenIn = (page: string): string => / name="_csrf" value="([^"]*)"/.exec(page)?.[1] ?? '';

const openPage = async (app: OAuthApp, more: Readonly<Record<string, string>> = {}) => {
  const agent = newUserAgent();
  const answer = await agent.get(loginPath(app, more));
  return { agent, answer, page: await textOf(answer) };
};

const formTags = (page: string): string[] => page.match(/<form [^>]*>/g) ?? [];

describe('the form of the sign-in page', () => {
  it('is there twice, the narrow copy first', async () => {
    const { answer, page } = await openPage(await makeOAuthApp());
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'text/html;charset=UTF-8']);
    expect(page.match(/class="modal-content [^"]*"/g)).toEqual([
      expect.stringContaining('modal-content-mobile visible-xs visible-sm'),
      expect.stringContaining('modal-content-mobile visible-md visible-lg'),
    ]);
    for (const id of ['signInFormUsername', 'signInFormPassword']) {
      expect(page.split(`id="${id}"`), id).toHaveLength(3);
    }
    expect(page).toContain('<title>Signin</title>');
  });

  it('has the action before the name in its tag, with the whole query, relative and escaped', async () => {
    const { page } = await openPage(await makeOAuthApp(), { state: 'a b&c', unheard_of: '1' });
    const tags = formTags(page);
    expect(tags).toHaveLength(2);
    for (const tag of tags) {
      expect(tag).toMatch(/^<form action="\/login\?[^"]*&amp;[^"]*" method="post" name="cognitoSignInForm"/);
      expect(tag).toContain('class="cognito-asf"');
      expect(tag).toContain('&amp;state=a%20b%26c&amp;unheard_of=1"');
      expect(tag).not.toMatch(/&(?!amp;)/);
    }
  });

  it('begins with the token, whose attributes are type, name and value in that order', async () => {
    const { page } = await openPage(await makeOAuthApp());
    const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
    const first = new RegExp(`<form [^>]*><input type="hidden" name="_csrf" value="${uuid}"/>`, 'g');
    expect(page.match(first)).toHaveLength(2);
  });

  it('has the fields in the order in which scripts count them, and an input as its button', async () => {
    const { page } = await openPage(await makeOAuthApp());
    for (const form of page.split('<form ').slice(1)) {
      expect([...form.matchAll(/<input [^>]*?name="([^"]*)"/g)].map(([, name]) => name)).toEqual([
        '_csrf',
        'username',
        'password',
        'cognitoAsfData',
        'signInSubmitButton',
      ]);
      expect(form).toContain(
        '<input name="signInSubmitButton" type="Submit" value="Sign in" class="btn btn-primary submitButton-customizable" aria-label="submit"/>',
      );
      expect(form).toContain(
        '<span class="textDescription-customizable" role="heading" aria-level="1">Sign in with your username and password</span>',
      );
      expect(form).toMatch(/<input id="signInFormUsername" name="username" type="text"/);
      expect(form).toMatch(/<input id="signInFormPassword" name="password" type="password"/);
    }
  });

  it('shows errors in p#loginErrorMessage, in both copies', async () => {
    const app = await makeOAuthApp();
    const page = await textOf(await enter(newUserAgent(), app, app.user, { password: 'Wrong-horse-1' }));
    const line =
      '<p id="loginErrorMessage" class="errorMessage-customizable" role="alert">Incorrect username or password.</p>';
    expect(page.split(line)).toHaveLength(3);
  });

  it('holds the name that login_hint gives', async () => {
    const { page } = await openPage(await makeOAuthApp(), { login_hint: 'ada@example.com' });
    expect(page.match(/name="username"[^>]*value="ada@example.com"/g)).toHaveLength(2);
  });
});

describe('a script', () => {
  const sent = async (app: OAuthApp, fields: Readonly<Record<string, string>>) => {
    const { agent, page } = await openPage(app);
    return agent.post(loginPath(app), { _csrf: tokenIn(page), username: app.user.username, password, ...fields });
  };

  it('may post to the address of the page itself', async () => {
    const app = await makeOAuthApp();
    const answer = await sent(app, {});
    expect(answer.status).toBe(302);
    expect(await answer.text()).toBe('');
    expect(locationOf(answer).href).toMatch(new RegExp(`^${callback}\\?code=[0-9a-f-]{36}`));
  });

  it.each([
    ['none', {}],
    ['empty', { cognitoAsfData: '' }],
    ['no data', { cognitoAsfData: 'None' }],
    [
      'the data of a browser',
      { cognitoAsfData: Buffer.from('{"payload":"{}","version":"JS20171115"}').toString('base64') },
    ],
    ['long', { cognitoAsfData: 'x'.repeat(16_000), signInSubmitButton: 'Sign in' }],
  ])('may send cognitoAsfData that is %s', async (_what, fields) => {
    expect(await codeIn(await sent(await makeOAuthApp(), fields))).toBeTruthy();
  });

  it('may take the token from the cookie, and send that cookie alone', async () => {
    const app = await makeOAuthApp();
    const { answer, page } = await openPage(app);
    const [line = ''] = answer.headers.getSetCookie();
    const [, token = ''] = /^XSRF-TOKEN=([^;]*);/.exec(line) ?? [];
    expect(token).toBe(tokenIn(page));
    const other = newUserAgent({ cookies: new Map([['XSRF-TOKEN', token]]) });
    expect(
      await codeIn(await other.post(loginPath(app), { _csrf: token, username: app.user.username, password })),
    ).toBeTruthy();
  });

  it('finds the same token on every page of one browser', async () => {
    const app = await makeOAuthApp();
    const { agent, page } = await openPage(app);
    const again = await agent.get(loginPath(app));
    expect(tokenIn(await textOf(again))).toBe(tokenIn(page));
    const wrong = await enter(agent, app, app.user, { password: 'Wrong-horse-1' });
    expect(formIn(await textOf(wrong)).fields._csrf).toBe(tokenIn(page));
  });

  it('stays on the domain where the sign-in fails', async () => {
    const answer = await sent(await makeOAuthApp(), { password: 'Wrong-horse-1' });
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
  });
});
