import type {
  CreateIdentityProviderCommandInput,
  CreateUserPoolCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { UpdateUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { makeProvider } from './identity-providers.ts';
import { authorizePath, onPages } from './oauth.ts';
import { outboundHost } from './outbound-server.ts';
import { makePool, type TestPool } from './pools.ts';
import { stack } from './stack.ts';
import { secretFor } from './upstream/exchange.ts';
import { type ProviderScript, scriptedIssuer } from './upstream/scripted-provider.ts';
import { visit } from './upstream/visit.ts';
import type { UserAgent } from './user-agent.ts';

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
): Promise<FederatedApp> => {
  const made = await makePool(pool, onPages);
  const asked = typeof given === 'function' ? given(made) : given;
  const { ProviderName: provider = '' } = await makeProvider(made, asked);
  await adminClient().send(
    new UpdateUserPoolClientCommand({
      ...onPages,
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

let scripts = 0;

/** A pool whose provider does what a script says. */
export const makeScriptedApp = (
  script: Omit<ProviderScript, 'name'> = {},
  details: Readonly<Record<string, string>> = {},
  pool: Partial<CreateUserPoolCommandInput> = {},
): Promise<FederatedApp> => {
  scripts += 1;
  const name = `${process.pid} ${scripts}`;
  return makeFederatedApp(openIdGiven(scriptedIssuer(outboundHost(), { name, ...script }), details), pool);
};

/** How often the scripted provider of an app was asked for a path below its issuer. */
export const timesProviderAsked = async ({ issuer }: FederatedApp, path: string): Promise<number> =>
  Number((await visit(`${issuer}/asked/${path}`)).body);

/** The answer to a request of the app to sign in through its provider. */
export const leaveFor = (
  agent: UserAgent,
  app: FederatedApp,
  more: Readonly<Record<string, string | undefined>> = {},
): Promise<Response> => agent.get(authorizePath(app, { identity_provider: app.provider, ...more }));
