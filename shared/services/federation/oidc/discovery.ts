import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import {
  discoveryUrl,
  type GivenEndpoints,
  metadataOfGiven,
  type OpenIdMetadata,
  readOpenIdMetadata,
} from '#shared/domain/federation/openid-metadata.ts';
import { refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { createCache } from '../../cache/cache.ts';
import { askForJson } from './provider-requests.ts';

const tenMinutes = 600_000;

const fetched = createCache<Promise<unknown>>(300, undefined, tenMinutes);

// Those who sign in at the same time wait for one answer. A failure is not kept.
const documentOf = (provider: string, issuer: string): Promise<unknown> => {
  const known = fetched.get(issuer);
  if (known) return known;
  const fetching = askForJson(provider, 'discovery', { url: discoveryUrl(issuer) });
  fetched.set(issuer, fetching);
  fetching.catch(() => fetched.delete(issuer));
  return fetching;
};

const givenEndpoints = ({ details }: IdentityProvider): GivenEndpoints => ({
  authorizationEndpoint: details.authorize_url,
  tokenEndpoint: details.token_url,
  userInfoEndpoint: details.attributes_url,
  jwksUri: details.jwks_uri,
});

/**
 * The metadata of an OpenID provider: as its details give them, with the rest as it publishes it. What it publishes is
 * remembered for ten minutes. Throws OAuthError.
 */
export const metadataOf = async (provider: IdentityProvider): Promise<OpenIdMetadata> => {
  const { name, details } = provider;
  const issuer = details.oidc_issuer ?? '';
  const given = givenEndpoints(provider);
  const metadata = metadataOfGiven(issuer, given) ?? readOpenIdMetadata(await documentOf(name, issuer), issuer, given);
  if (metadata) return metadata;
  fetched.delete(issuer);
  throw refusedAnswer(`${name} Error - the discovery document is not that of the issuer ${issuer}`);
};
