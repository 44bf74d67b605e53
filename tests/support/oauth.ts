import { createHash, randomBytes } from 'node:crypto';
import type {
  CreateUserPoolClientCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { makePool, makeUser, password, type TestPool, type TestUser } from './pools.ts';
import { stack } from './stack.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

/** The address of the test's app. Nothing listens there. */
export const callback = 'https://app.example.com/callback';

/** A pool with a user, and a client that may use the code and the implicit flow. */
export interface OAuthApp extends TestPool {
  readonly user: TestUser;
}

/** What a client that signs in on the pages is made with. */
export const onPages: Partial<CreateUserPoolClientCommandInput> = {
  AllowedOAuthFlowsUserPoolClient: true,
  AllowedOAuthFlows: ['code', 'implicit'],
  AllowedOAuthScopes: ['openid', 'email', 'phone', 'profile', 'aws.cognito.signin.user.admin'],
  CallbackURLs: [callback],
  LogoutURLs: ['https://app.example.com/bye'],
  SupportedIdentityProviders: ['COGNITO'],
};

/** A pool whose client signs in on the pages, and a user with the usual password. */
export const makeOAuthApp = async (
  client: Partial<CreateUserPoolClientCommandInput> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<OAuthApp> => {
  const made = await makePool(pool, { ...onPages, ...client });
  return { ...made, user: await makeUser(made) };
};

/** A verifier, and its challenge by S256. */
export const newVerifier = (): { readonly verifier: string; readonly challenge: string } => {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
};

/** The path of a request for authorization. Undefined parameters are left out. */
export const authorizePath = (
  { clientId }: Pick<TestPool, 'clientId'>,
  more: Readonly<Record<string, string | undefined>> = {},
  path = '/oauth2/authorize',
): string => {
  const parameters = { response_type: 'code', client_id: clientId, redirect_uri: callback, ...more };
  const given = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${encodeURIComponent(value)}`],
  );
  return `${path}?${given.join('&')}`;
};

/** Where an answer redirects to. */
export const locationOf = (answer: Response): URL => new URL(answer.headers.get('location') ?? 'about:blank');

/** Opens the sign-in page for a request, and posts name and password. */
export const signInOnPage = async (
  agent: UserAgent,
  app: OAuthApp,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> => {
  const toLogin = await agent.get(authorizePath(app, more));
  const page = await agent.get(toLogin.headers.get('location') ?? '');
  return submit(agent, page, { username: app.user.username, password });
};

/** Signs the user in at the address that a client made, and gives the address of the app that the browser is led to. */
export const signInAt = async (url: URL, { user }: Pick<OAuthApp, 'user'>, agent = newUserAgent()): Promise<URL> => {
  const toLogin = await agent.get(url.href);
  const page = await agent.get(toLogin.headers.get('location') ?? '');
  return locationOf(await submit(agent, page, { username: user.username, password }));
};

/** A code of a new sign-in. */
export const newCode = async (
  app: OAuthApp,
  more: Readonly<Record<string, string | undefined>> = {},
  agent = newUserAgent(),
): Promise<string> => locationOf(await signInOnPage(agent, app, more)).searchParams.get('code') ?? '';

interface Asking {
  /** Milliseconds by which the clock is ahead. */
  readonly ahead?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Posts a form to an OAuth endpoint. */
export const postForm = (
  path: string,
  fields: Readonly<Record<string, string>>,
  { ahead = 0, headers = {} }: Asking = {},
): Promise<Response> =>
  fetch(`${stack().endpoint}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { ...headers, ...(ahead !== 0 && { 'x-gatehouse-clock': String(Date.now() + ahead) }) },
  });

/** Exchanges a code at the token endpoint. */
export const exchange = (
  { clientId, clientSecret }: TestPool,
  code: string,
  more: Readonly<Record<string, string>> = {},
  asking: Asking = {},
): Promise<Response> =>
  postForm(
    '/oauth2/token',
    {
      grant_type: 'authorization_code',
      client_id: clientId,
      ...(clientSecret !== undefined && { client_secret: clientSecret }),
      code,
      redirect_uri: callback,
      ...more,
    },
    asking,
  );

/** The tokens of a new sign-in on the pages. */
export const newTokens = async (
  app: OAuthApp,
  scope = 'openid',
  agent = newUserAgent(),
): Promise<{ id_token: string; access_token: string; refresh_token: string; expires_in: number; token_type: string }> =>
  JSON.parse(await (await exchange(app, await newCode(app, { scope }, agent))).text());
