import { describe, expect, it } from 'vitest';
import { authorizePath, callback, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// An HTTP client that keeps cookies and knows no HTML, as scripts sign in with one. Expressions find what a page says.
class Client {
  readonly #cookies = new Map<string, string>();

  async ask(address: string, init: RequestInit = {}): Promise<Response> {
    const headers = { cookie: [...this.#cookies].map((pair) => pair.join('=')).join('; '), ...init.headers };
    const answer = await fetch(new URL(address, stack().endpoint), { ...init, headers, redirect: 'manual' });
    for (const line of answer.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      this.#cookies.set(name, value.join('='));
    }
    return answer;
  }

  /** Follows redirects on the domain, and says where it ended. */
  async follow(address: string): Promise<{ readonly address: string; readonly page: string }> {
    const answer = await this.ask(address);
    const location = answer.headers.get('location');
    return location?.startsWith(stack().endpoint)
      ? this.follow(location)
      : { address: new URL(address, stack().endpoint).href, page: await answer.text() };
  }

  cookie(name: string): string {
    return this.#cookies.get(name) ?? '';
  }

  /** Keeps a cookie as scripts do that copy what they have seen once. */
  keep(name: string, value: string): void {
    this.#cookies.set(name, value);
  }
}

const send = (client: Client, address: string, fields: Readonly<Record<string, string>>): Promise<Response> =>
  client.ask(address, { method: 'POST', body: new URLSearchParams(fields) });

const found = (page: string, ...expressions: readonly RegExp[]): string => {
  for (const expression of expressions) {
    const [, value] = expression.exec(page) ?? [];
    if (value !== undefined) return value;
  }
  throw new Error(`There is none in ${page}`);
};

const credentials = ({ user }: OAuthApp) => ({ username: user.username, password });

interface Script {
  readonly name: string;
  readonly run: (client: Client, app: OAuthApp) => Promise<Response>;
}

const query = { scope: 'openid email', state: 'a/b c&d' };

const fromAuthorize = (client: Client, app: OAuthApp) => client.follow(authorizePath(app, query));

const scripts: readonly Script[] = [
  {
    name: 'takes the token by either order of its attributes, and posts to where the redirects ended',
    run: async (client, app) => {
      const { address, page } = await fromAuthorize(client, app);
      const orders = [/<input[^>]*value="([^"]*)"[^>]*name="_csrf"/, /name="_csrf"[^>]*value="([^"]*)"/];
      return send(client, address, { _csrf: found(page, ...orders), ...credentials(app), cognitoAsfData: '' });
    },
  },
  {
    name: 'demands one space between name and value, and opens /login itself',
    run: async (client, app) => {
      const { address, page } = await client.follow(authorizePath(app, query, '/login'));
      const _csrf = found(page, /<input type="hidden" name="_csrf" value="([^"]+)"/);
      return send(client, address, { _csrf, ...credentials(app), signInSubmitButton: 'Sign in' });
    },
  },
  {
    name: 'takes the action from the tag that has the name after it',
    run: async (client, app) => {
      const { page } = await fromAuthorize(client, app);
      const action = found(page, /<form action="([^"]*)"[^>]*name="cognitoSignInForm"/).replaceAll('&amp;', '&');
      const _csrf = found(page, /name="_csrf" value="([^"]*)"/);
      const more = { cognitoAsfData: '', signInSubmitButton: 'Sign in' };
      return send(client, action, { _csrf, ...credentials(app), ...more });
    },
  },
  {
    name: 'sends None as cognitoAsfData, as str(None) gives it',
    run: async (client, app) => {
      const { address, page } = await fromAuthorize(client, app);
      const _csrf = found(page, /name="_csrf" value="([^"]*)"/);
      return send(client, address, { _csrf, ...credentials(app), cognitoAsfData: 'None' });
    },
  },
  {
    name: 'reads no page, and sends the cookie of the page as the token',
    run: async (client, app) => {
      const { address } = await fromAuthorize(client, app);
      client.keep('csrf-state', '""');
      client.keep('csrf-state-legacy', '""');
      return send(client, address, { _csrf: client.cookie('XSRF-TOKEN'), ...credentials(app) });
    },
  },
  {
    name: 'opens no page at all: the redirect to it has the cookie',
    run: async (client, app) => {
      const led = await client.ask(authorizePath(app, query));
      const location = led.headers.get('location') ?? '';
      return send(client, location, { _csrf: client.cookie('XSRF-TOKEN'), ...credentials(app) });
    },
  },
];

describe('a script that', () => {
  it.each(scripts)('$name, gets the code from the answer to its form', async ({ run }) => {
    const app = await makeOAuthApp();
    const answer = await run(new Client(), app);
    expect(answer.status).toBe(302);
    const location = new URL(answer.headers.get('location') ?? '');
    expect(`${location.origin}${location.pathname}`).toBe(callback);
    expect(location.searchParams.get('code')).toMatch(/^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/);
    expect(location.searchParams.get('state')).toBe('a/b c&d');
  });

  it.each(scripts)('$name, stays on the domain where the password is wrong', async ({ run }) => {
    const app = await makeOAuthApp();
    const other = { ...app, user: { ...app.user, username: `nobody-${app.user.username}` } };
    const answer = await run(new Client(), other);
    expect([answer.status, answer.headers.get('location')]).toEqual([200, null]);
    expect(await answer.text()).toMatch(/<p id="loginErrorMessage" class="errorMessage-customizable"[^>]*>[^<]+</);
  });

  it('asks for tokens gets them in the fragment, in the order in which it reads them', async () => {
    const app = await makeOAuthApp();
    const client = new Client();
    const { address, page } = await client.follow(authorizePath(app, { response_type: 'token', scope: 'openid' }));
    const _csrf = found(page, /name="_csrf" value="([^"]*)"/);
    const answer = await send(client, address, { _csrf, ...credentials(app) });
    expect(answer.headers.get('location')).toMatch(
      /^https:\/\/app\.example\.com\/callback#id_token=[\w.-]+&access_token=[\w.-]+&expires_in=3600&token_type=Bearer/,
    );
  });
});
