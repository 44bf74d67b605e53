import { now } from '#shared/config/clock.ts';
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
const tenSeconds = 10_000;

const fetched = createCache<Promise<unknown>>(300, now, tenMinutes);

// Whoever opens sign-in pages again and again has a provider that fails asked once in a while, and not each time.
const failed = createCache<unknown>(300, now, tenSeconds);

// A provider that was changed is asked at once.
const idOf = ({ poolId, name, version, createdAt }: IdentityProvider): string =>
  `${poolId} ${name} ${createdAt} ${version}`;

// Those who sign in at the same time wait for one answer.
const documentOf = (provider: string, issuer: string): Promise<unknown> => {
  const known = fetched.get(issuer);
  if (known) return known;
  const fetching = askForJson(provider, 'discovery', { url: discoveryUrl(issuer) });
  fetched.set(issuer, fetching);
  return fetching;
};

const givenEndpoints = ({ details }: IdentityProvider): GivenEndpoints => ({
  authorizationEndpoint: details.authorize_url,
  tokenEndpoint: details.token_url,
  userInfoEndpoint: details.attributes_url,
  jwksUri: details.jwks_uri,
});

const published = async (
  provider: IdentityProvider,
  issuer: string,
  given: GivenEndpoints,
): Promise<OpenIdMetadata> => {
  const { name } = provider;
  const id = idOf(provider);
  const failure = failed.get(id);
  if (failure !== undefined) throw failure;
  try {
    const metadata = readOpenIdMetadata(await documentOf(name, issuer), issuer, given);
    if (metadata) return metadata;
    throw refusedAnswer(`${name} Error - the discovery document is not that of the issuer ${issuer}`);
  } catch (error) {
    fetched.delete(issuer);
    failed.set(id, error);
    throw error;
  }
};

/**
 * The metadata of an OpenID provider: as its details give them, with the rest as it publishes it. What it publishes is
 * remembered for ten minutes, and for ten seconds that it cannot be had. Throws OAuthError.
 */
export const metadataOf = async (provider: IdentityProvider): Promise<OpenIdMetadata> => {
  const issuer = provider.details.oidc_issuer ?? '';
  const given = givenEndpoints(provider);
  return metadataOfGiven(issuer, given) ?? published(provider, issuer, given);
};
