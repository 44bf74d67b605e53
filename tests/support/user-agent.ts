import { stack } from './stack.ts';

/** What a browser does beside showing pages: it keeps cookies. Redirects are left to the test. */
export interface UserAgent {
  readonly cookies: Map<string, string>;
  readonly get: (path: string) => Promise<Response>;
  /** Posts a form, as the page at that path would. */
  readonly post: (path: string, fields: Readonly<Record<string, string>>) => Promise<Response>;
}

interface AgentOptions {
  /** Milliseconds by which the clock of its requests is ahead. */
  readonly ahead?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Where it asks; by default at the stack's own host. */
  readonly origin?: string;
  readonly cookies?: Map<string, string>;
  /** Who answers in place of the network. */
  readonly answer?: (request: Request) => Promise<Response>;
}

const keep = (cookies: Map<string, string>, lines: readonly string[]): void => {
  for (const line of lines) {
    const [pair = '', ...attributes] = line.split('; ');
    const mark = pair.indexOf('=');
    if (attributes.includes('Max-Age=0')) cookies.delete(pair.slice(0, mark));
    else cookies.set(pair.slice(0, mark), pair.slice(mark + 1));
  }
};

/** A user agent with cookies of its own. */
export const newUserAgent = ({
  ahead = 0,
  headers = {},
  origin,
  cookies = new Map(),
  answer: ask = fetch,
}: AgentOptions = {}): UserAgent => {
  const send = async (path: string, init: RequestInit): Promise<Response> => {
    const url = new URL(path, origin ?? stack().endpoint);
    const request = new Request(url, {
      ...init,
      redirect: 'manual',
      headers: {
        ...headers,
        ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }),
        ...(cookies.size > 0 && { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') }),
      },
    });
    const answer = await ask(request);
    keep(cookies, answer.headers.getSetCookie());
    return answer;
  };
  return {
    cookies,
    get: (path) => send(path, {}),
    post: (path, fields) => send(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
};

const unescaped = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');

/** The first form of a page: where it goes, and its hidden fields. */
export const formIn = (page: string): { readonly action: string; readonly fields: Record<string, string> } => {
  const [, action = ''] = /<form [^>]*?action="([^"]*)"/.exec(page) ?? [];
  const [form = ''] = page.slice(page.indexOf('<form')).split('</form>');
  const fields = [...form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g)].map(
    ([, name = '', value = '']) => [name, unescaped(value)],
  );
  return { action: unescaped(action), fields: Object.fromEntries(fields) };
};

/** The message of an error on a page. */
export const errorIn = (page: string): string | undefined => {
  const found = /<p id="loginErrorMessage"[^>]*>([^<]*)</.exec(page)?.[1];
  return found === undefined ? undefined : unescaped(found);
};

/** Fills in the form of a page that was answered, and posts it. */
export const submit = async (
  agent: UserAgent,
  page: Response,
  fields: Readonly<Record<string, string>>,
): Promise<Response> => {
  const { action, fields: hidden } = formIn(await page.text());
  return agent.post(action, { ...hidden, ...fields });
};
