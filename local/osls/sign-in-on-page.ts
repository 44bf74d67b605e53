import { demoRedirect } from '../demo-oauth.ts';

interface Demo {
  readonly endpoint: string;
  readonly clientId: string;
  readonly username: string;
  readonly password: string;
}

/** The access token of a sign-in of the demo user on the page, with the scope `openid`. Throws a plain Error. */
export const signInOnPage = async ({ endpoint, clientId, username, password }: Demo): Promise<string> => {
  const asked = { client_id: clientId, redirect_uri: demoRedirect };
  const login = `${endpoint}/login?${new URLSearchParams({ ...asked, response_type: 'code', scope: 'openid' })}`;
  const page = await fetch(login);
  const [, _csrf = ''] = /name="_csrf" value="([^"]*)"/.exec(await page.text()) ?? [];
  const cookie = page.headers.getSetCookie().map((line) => line.replace(/;.*/, ''));
  const posted = await fetch(login, {
    method: 'POST',
    body: new URLSearchParams({ _csrf, username, password }),
    headers: { cookie: cookie.join('; ') },
    redirect: 'manual',
  });
  const code = URL.parse(posted.headers.get('location') ?? '')?.searchParams.get('code');
  if (!code) throw new Error(`The user ${username}, as whom this event signs in, could not do so on the page.`);
  const body = new URLSearchParams({ ...asked, grant_type: 'authorization_code', code });
  const exchanged = await fetch(`${endpoint}/oauth2/token`, { method: 'POST', body });
  const tokens: { access_token?: string; error?: string } = JSON.parse(await exchanged.text());
  if (tokens.access_token === undefined) throw new Error(`The code of the page gave no token: ${tokens.error}.`);
  return tokens.access_token;
};
