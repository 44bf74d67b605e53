import type { CreateUserPoolCommandInput } from '@aws-sdk/client-cognito-identity-provider';
import { makePool, makeUser, password, type TestPool, type TestUser } from './pools.ts';
import { makeResourceServer } from './resource-servers.ts';
import { stack } from './stack.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

/** The address of an API for agents, and the scopes that it has. */
export const api = 'https://mcp.example.com/mcp';
export const apiScopes = { read: `${api}/read`, write: `${api}/write` } as const;

/** Where the test's client listens. Nothing does. */
export const clientCallback = 'http://localhost:3334/oauth/callback';

/** A pool that takes registrations of anybody, with a user and an API. */
export interface OpenPool extends TestPool {
  readonly user: TestUser;
}

type Dcr = NonNullable<CreateUserPoolCommandInput['DcrConfiguration']>;

/** Makes such a pool, with an API of that address. */
export const makeOpenPool = async (dcr: Dcr = {}, resource = api): Promise<OpenPool> => {
  const AllowedScopes = [`${resource}/read`, `${resource}/write`];
  const made = await makePool({ DcrConfiguration: { OpenDcrEnabled: true, AllowedScopes, ...dcr } });
  await makeResourceServer(made, resource, ['read', 'write']);
  return { ...made, user: await makeUser(made) };
};

/** What a client of the tests says of itself. */
export const aClient = {
  client_name: 'Test agent',
  redirect_uris: [clientCallback],
  token_endpoint_auth_method: 'none',
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
} as const;

interface Asking {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds by which the clock is ahead. */
  readonly ahead?: number;
}

/** Asks an endpoint for registrations, with JSON. */
export const askRegistration = (
  url: string,
  metadata: unknown,
  { method = 'POST', token, headers = {}, ahead = 0 }: Asking = {},
): Promise<Response> =>
  fetch(new URL(url, stack().endpoint), {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }),
      ...headers,
    },
    ...(metadata !== undefined && { body: typeof metadata === 'string' ? metadata : JSON.stringify(metadata) }),
  });

/** The answer to a registration that succeeds. */
export interface Registration {
  readonly client_id: string;
  readonly client_secret?: string;
  readonly registration_access_token: string;
  readonly registration_client_uri: string;
  readonly redirect_uris: readonly string[];
  readonly scope: string;
}

/** Registers a client at the issuer of the pool. */
export const register = async (
  { poolId }: Pick<TestPool, 'poolId'>,
  more: object = {},
  asking: Asking = {},
): Promise<Registration> => {
  const answer = await askRegistration(`/${poolId}/oauth2/register`, { ...aClient, ...more }, asking);
  const body = await answer.text();
  if (answer.status !== 201) throw new Error(`Not registered: ${answer.status} ${body}`);
  return JSON.parse(body);
};

/** Leads a browser from a request for authorization over sign-in to the page that asks for consent. */
export const toConsent = async (
  url: string,
  { user }: Pick<OpenPool, 'user'>,
  agent: UserAgent = newUserAgent(),
): Promise<Response> => {
  const toLogin = await agent.get(url);
  const page = await agent.get(toLogin.headers.get('location') ?? '');
  const toAsk = await submit(agent, page, { username: user.username, password });
  const location = toAsk.headers.get('location') ?? '';
  if (!location.includes('/oauth2/consent?')) throw new Error(`No page for consent: ${toAsk.status} ${location}`);
  return agent.get(location);
};

/** The value of the button that allows. */
export const allowValue = (page: string): string =>
  /name="allow"[^>]*value="([^"]+)"|value="([^"]+)"[^>]*name="allow"/.exec(page)?.slice(1).find(Boolean) ?? '';

/** Signs in at an address that a client made, allows what it asks for, and gives the address that the browser is led to. */
export const allowAt = async (url: string, pool: Pick<OpenPool, 'user'>, agent = newUserAgent()): Promise<URL> => {
  const page = await toConsent(url, pool, agent);
  const allow = allowValue(await page.clone().text());
  const answer = await submit(agent, page, { allow });
  return new URL(answer.headers.get('location') ?? 'about:blank');
};
