/** Which provider a request is for. Also those that a provider answers ask it, and lead nowhere. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { type IdentityProvider, ownName } from '#shared/domain/federation/identity-provider.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { cachedProvider } from './known-providers.ts';

/** True where the client lets users sign in through the provider. */
const supports = ({ client }: Pick<ClientRecord, 'client'>, providerName: string): boolean =>
  client.settings.SupportedIdentityProviders?.includes(providerName) ?? false;

const refused = (): OAuthError =>
  new OAuthError('invalid_request', { description: 'The identity provider is not enabled for the client.' });

/** The provider of that name, where users of the client may sign in through it. Throws invalid_request. */
export const providerOf = async (app: ClientRecord, name: string): Promise<IdentityProvider> => {
  const provider = supports(app, name) ? await cachedProvider(app.pool.id, name) : undefined;
  if (!provider) throw refused();
  return provider;
};

/**
 * The name of the provider that a request is for; undefined where it names none, or the pool itself. Throws
 * invalid_request for an identifier that no provider has.
 */
export const askedProvider = async (
  { pool }: Pick<ClientRecord, 'pool'>,
  { identityProvider, idpIdentifier }: Pick<AuthorizationRequest, 'identityProvider' | 'idpIdentifier'>,
): Promise<string | undefined> => {
  if (identityProvider !== undefined) return identityProvider === ownName ? undefined : identityProvider;
  if (idpIdentifier === undefined) return undefined;
  const name = await identityProviderRepository().findName(pool.id, idpIdentifier);
  if (name === undefined) throw refused();
  return name;
};

/**
 * The provider that a browser is led to without a page before: the one that the request names, or the only one that the
 * client has. Undefined where users have a choice. Throws invalid_request.
 */
export const providerAtOnce = async (app: ClientRecord, request: AuthorizationRequest): Promise<string | undefined> => {
  if (request.identityProvider !== undefined || request.idpIdentifier !== undefined) return askedProvider(app, request);
  const [only, ...others] = app.client.settings.SupportedIdentityProviders ?? [];
  return only === ownName || others.length > 0 ? undefined : only;
};
