import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  type CreateIdentityProviderCommandInput,
  type CreateUserPoolClientCommandInput,
  type CreateUserPoolCommandInput,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { adminClient } from './clients.ts';
import { makeProvider } from './identity-providers.ts';
import { authorizePath, exchange, locationOf, onPages } from './oauth.ts';
import { outboundHost } from './outbound-server.ts';
import { makePool, type TestPool } from './pools.ts';
import { stack } from './stack.ts';
import { secretFor } from './upstream/exchange.ts';
import { type ProviderScript, scriptedIssuer } from './upstream/scripted-provider.ts';
import { answerAtProvider, visit } from './upstream/visit.ts';
import { newUserAgent, submit, type UserAgent } from './user-agent.ts';

/** A pool whose client signs in on the pages, and through a provider. */
export interface FederatedApp extends TestPool {
  readonly provider: string;
  /** Of an OpenID provider. */
  readonly issuer?: string | undefined;
}

type Given = Partial<CreateIdentityProviderCommandInput>;

/** A pool with that provider, which its client takes. */
export const makeFederatedApp = async (
  given: Given | ((pool: TestPool) => Given),
  pool: Partial<CreateUserPoolCommandInput> = {},
  client: Partial<CreateUserPoolClientCommandInput> = {},
): Promise<FederatedApp> => {
  const made = await makePool(pool, { ...onPages, ...client });
  const asked = typeof given === 'function' ? given(made) : given;
  const { ProviderName: provider = '' } = await makeProvider(made, asked);
  await adminClient().send(
    new UpdateUserPoolClientCommand({
      ...onPages,
      ...client,
      UserPoolId: made.poolId,
      ClientId: made.clientId,
      SupportedIdentityProviders: ['COGNITO', provider],
    }),
  );
  return { ...made, provider, issuer: asked.ProviderDetails?.oidc_issuer };
};

/** Where providers lead back to. */
export const idpResponse = (): string => `${stack().endpoint}/oauth2/idpresponse`;

/** What is stated about an OpenID provider. */
export const openIdGiven = (issuer: string, details: Readonly<Record<string, string>> = {}): Given => ({
  ProviderName: 'Corporate',
  ProviderType: 'OIDC',
  AttributeMapping: { email: 'email', name: 'name' },
  ProviderDetails: {
    client_id: 'gatehouse',
    client_secret: secretFor('gatehouse'),
    authorize_scopes: 'openid email profile',
    oidc_issuer: issuer,
    attributes_request_method: 'GET',
    ...details,
  },
});

/** A pool whose provider does what a script says. */
export const makeScriptedApp = (
  script: Omit<ProviderScript, 'name'> = {},
  details: Readonly<Record<string, string>> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<FederatedApp> =>
  makeFederatedApp(openIdGiven(scriptedIssuer(outboundHost(), { name: randomUUID(), ...script }), details), pool);

/** How often the scripted provider of an app was asked for a path below its issuer. */
export const timesProviderAsked = async ({ issuer }: FederatedApp, path: string): Promise<number> =>
  Number((await visit(`${issuer}/asked/${path}`)).body);

/** The answer to a request of the app to sign in through its provider. */
export const leaveFor = (
  agent: UserAgent,
  app: FederatedApp,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> => agent.get(authorizePath(app, { identity_provider: app.provider, ...more }));

/** Signs in at the scripted provider of an app. Gives the path to which the provider leads back. */
export const returnFromScripted = async (
  agent: UserAgent,
  app: FederatedApp,
  user: object,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<string> => {
  const left = await leaveFor(agent, app, { login_hint: JSON.stringify(user), ...more });
  const { headers } = await visit(locationOf(left).href);
  const { pathname, search } = new URL(headers.location ?? '');
  return `${pathname}${search}`;
};

/** What the app is told after a sign-in at its scripted provider. */
export const signInScripted = async (
  app: FederatedApp,
  user: object,
  more: Readonly<Record<string, string | undefined>> = {},
  agent = newUserAgent(),
): Promise<URL> => locationOf(await agent.get(await returnFromScripted(agent, app, user, more)));

/** Signs in at a social provider, or turns back. Gives what the app is told. */
export const signInSocial = async (
  app: FederatedApp,
  user: object | undefined,
  agent = newUserAgent(),
): Promise<URL> => {
  const left = await leaveFor(agent, app);
  const { location, isPost } = await answerAtProvider(locationOf(left).href, user);
  if (!isPost) return locationOf(await agent.get(`${location.pathname}${location.search}`));
  // The browser brings no cookie along with a form of another site.
  const page = await newUserAgent().post(location.pathname, Object.fromEntries(location.searchParams));
  return locationOf(await submit(agent, page, {}));
};

/** The tokens for the code that an app was given. */
export const tokensFor = async (app: FederatedApp, told: URL) => {
  const answer = await exchange(app, told.searchParams.get('code') ?? '');
  const tokens: { readonly id_token: string; readonly access_token: string; readonly refresh_token: string } =
    JSON.parse(await answer.text());
  return { ...tokens, claims: decodeJwt(tokens.id_token), accessClaims: decodeJwt(tokens.access_token) };
};

/** The user whom an app's tokens are about, as an administrator sees it. */
export const userOf = async (app: FederatedApp, username: unknown) => {
  const { UserAttributes = [], UserStatus } = await adminClient().send(
    new AdminGetUserCommand({ UserPoolId: app.poolId, Username: String(username) }),
  );
  return {
    status: UserStatus,
    attributes: Object.fromEntries(UserAttributes.map(({ Name = '', Value }) => [Name, Value])),
  };
};
