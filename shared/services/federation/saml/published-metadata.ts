import { serviceProviderMetadata } from '#shared/domain/federation/saml/sp-metadata.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { cachedProvider } from '../known-providers.ts';
import { consumerOf, logoutOf } from './addresses.ts';
import { storedSigningKey } from './signing-key.ts';

const encryptionOf = async (poolId: string, name: string): Promise<string | undefined> => {
  const provider = await cachedProvider(poolId, name);
  if (provider?.type === 'SAML') return provider.details.ActiveEncryptionCertificate;
  throw new CognitoException('ResourceNotFoundException', `There is no SAML provider ${name.slice(0, 32)}.`);
};

/**
 * The metadata of a pool at that origin. Where a provider is named, it may encrypt by them. Throws
 * ResourceNotFoundException for a provider that is none of the pool's of SAML.
 */
export const publishedMetadata = async (
  { id: poolId }: Pick<UserPool, 'id'>,
  origin: string,
  providerName: string | undefined,
): Promise<string> => {
  const encryption = providerName === undefined ? undefined : await encryptionOf(poolId, providerName);
  const key = await storedSigningKey(poolId);
  const signing = (key?.certificates ?? []).map(({ certificate }) => certificate).reverse();
  return serviceProviderMetadata({
    poolId,
    consumer: consumerOf(origin),
    logout: logoutOf(origin),
    signing,
    encryption,
  });
};
