/** The key of a SAML provider, by which it encrypts what it sends to us. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { revealSecrets } from '../provider-secrets.ts';

/** Among the secrets of a provider: PKCS #8 DER, in base64. */
export const encryptionKeyName = 'encryption_key';

/** The key that opens what the provider encrypted. */
export const decryptionKeyOf = async (pool: UserPool, provider: IdentityProvider): Promise<KeyObject | undefined> => {
  const { [encryptionKeyName]: key } = await revealSecrets(pool, provider);
  return key === undefined
    ? undefined
    : createPrivateKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'pkcs8' });
};
