/** The key by which a pool signs what it sends to SAML providers, in exports and in restored pools. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { samlSigningKeyRepository } from '#shared/data/federation/saml-signing-key-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { SamlSigningKeyRecordLine } from '#shared/domain/exports/pool-record.ts';
import type { SamlCertificate } from '#shared/domain/federation/saml-signing-key.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { revealSigningKey, sealSigningKey, storedSigningKey } from '../federation/saml/signing-key.ts';

/** Undefined for a pool that has not needed one yet. */
export const carriedSamlKey = async (pool: UserPool): Promise<SamlSigningKeyRecordLine | undefined> => {
  const key = await storedSigningKey(pool.id);
  if (!key) return undefined;
  const privateKey = (await revealSigningKey(pool, key)).export({ type: 'pkcs8', format: 'der' });
  return {
    privateKey: privateKey.toString('base64'),
    certificates: key.certificates.map(({ certificate }) => certificate),
  };
};

const invalid = (cause?: unknown): CognitoException =>
  new CognitoException('InvalidParameterException', 'The key for SAML messages and its certificates do not fit.', {
    cause,
  });

const opened = ({ privateKey: der, certificates }: SamlSigningKeyRecordLine) => {
  try {
    const privateKey = createPrivateKey({ key: Buffer.from(der, 'base64'), format: 'der', type: 'pkcs8' });
    return { privateKey, certificates: certificates.map((one) => new X509Certificate(Buffer.from(one, 'base64'))) };
  } catch (cause) {
    throw invalid(cause);
  }
};

/**
 * The write that gives the key to a pool that is being restored under its former id. To a SAML provider, a pool under another
 * id is another service provider. Throws InvalidParameterException for what is no RSA key with certificates of its own.
 */
export const restoredSamlKey = async (
  pool: UserPool,
  line: SamlSigningKeyRecordLine | undefined,
): Promise<readonly Write[]> => {
  if (!line) return [];
  const { privateKey, certificates } = opened(line);
  const isOwn = (certificate: X509Certificate): boolean => certificate.checkPrivateKey(privateKey);
  if (privateKey.asymmetricKeyType !== 'rsa' || certificates.length === 0 || !certificates.every(isOwn))
    throw invalid();
  const kept = certificates.map(
    ({ raw, validTo }): SamlCertificate => ({ certificate: raw.toString('base64'), until: Date.parse(validTo) }),
  );
  return [samlSigningKeyRepository().restore(pool.id, await sealSigningKey(pool, privateKey, kept))];
};
