import { randomUUID } from 'node:crypto';
import {
  AdminLinkProviderForUserCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import { type FederatedApp, makeFederatedApp, openIdGiven } from './federation.ts';
import { makeProvider } from './identity-providers.ts';
import { onPages } from './oauth.ts';
import { outboundHost } from './outbound-server.ts';
import { callOwn } from './own-operations.ts';
import { scriptedIssuer } from './upstream/scripted-provider.ts';

/** How a pool links, as it is answered. */
export interface LinkingPolicy {
  readonly UserPoolId: string;
  readonly Policy: string;
  readonly TrustedProviders: readonly string[];
}

/** Sets how a pool links. */
export const setPolicy = (
  { poolId: UserPoolId }: { readonly poolId: string },
  Policy: string,
  TrustedProviders: readonly string[] = [],
): Promise<LinkingPolicy> => callOwn('SetUserPoolLinkingPolicy', { UserPoolId, Policy, TrustedProviders });

/** Has a provider's word on e-mails taken over. */
export const mapEmail = ({ poolId: UserPoolId }: FederatedApp, ProviderName = 'Corporate') =>
  adminClient().send(
    new UpdateIdentityProviderCommand({
      UserPoolId,
      ProviderName,
      AttributeMapping: { email: 'email', email_verified: 'email_verified', name: 'name' },
    }),
  );

/** A pool whose provider says which e-mails are verified, and which links by that. */
export const makeLinkingApp = async (
  Policy: 'VERIFIED_EMAIL' | 'ASK',
  pool: Parameters<typeof makeFederatedApp>[1] = {},
  client: Parameters<typeof makeFederatedApp>[2] = {},
): Promise<FederatedApp> => {
  const issuer = scriptedIssuer(outboundHost(), { name: randomUUID() });
  const app = await makeFederatedApp(openIdGiven(issuer), pool, client);
  await mapEmail(app);
  await setPolicy(app, Policy, Policy === 'ASK' ? [] : ['Corporate']);
  return app;
};

/** Links an account of Corporate with a user. */
export const link = ({ poolId: UserPoolId }: { readonly poolId: string }, username: string, account: string) =>
  adminClient().send(
    new AdminLinkProviderForUserCommand({
      UserPoolId,
      DestinationUser: { ProviderName: 'Cognito', ProviderAttributeValue: username },
      SourceUser: { ProviderName: 'Corporate', ProviderAttributeValue: account },
    }),
  );

/** Gives the client of an app one more provider. */
export const addProvider = async (
  app: FederatedApp,
  provider: Parameters<typeof makeProvider>[1] & { readonly ProviderName: string },
): Promise<void> => {
  await makeProvider(app, provider);
  await adminClient().send(
    new UpdateUserPoolClientCommand({
      ...onPages,
      UserPoolId: app.poolId,
      ClientId: app.clientId,
      SupportedIdentityProviders: ['COGNITO', app.provider, provider.ProviderName],
    }),
  );
};
