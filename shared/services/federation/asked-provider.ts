/** Which provider a request for authorization is for. */
import { identityProviderRepository } from '#shared/data/federation/identity-provider-repository.ts';
import { ownName } from '#shared/domain/federation/identity-provider.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { OAuthError } from '#shared/domain/oauth/oauth-error.ts';
import type { ClientRecord } from '../directory/directory.ts';

/** The refusal of a provider through which users of the client may not sign in. */
export const notEnabled = (): OAuthError =>
  new OAuthError('invalid_request', { description: 'The identity provider is not enabled for the client.' });

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
  if (name === undefined) throw notEnabled();
  return name;
};
