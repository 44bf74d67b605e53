/** The key by which a pool signs what it sends to SAML providers. It is made when it is first needed. */
import { createPrivateKey, type KeyObject } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { samlSigningKeyRepository } from '#shared/data/federation/saml-signing-key-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict, retryOnConflict } from '#shared/data/write.ts';
import type { SamlSigner } from '#shared/domain/federation/saml/messages.ts';
import {
  certificateUntil,
  isDue,
  type SamlCertificate,
  type SamlSigningKey,
  withCertificate,
} from '#shared/domain/federation/saml-signing-key.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { selfSigned } from '#shared/domain/x509/self-signed.ts';
import { cached } from '../../cache/cache.ts';
import { sealing } from '../../sealing/sealing.ts';
import { newRsaKey } from './rsa-key.ts';

type Pool = Pick<UserPool, 'id' | 'dataKeys'>;

const purpose = 'saml signing key';
const hourMs = 3_600_000;

const newCertificate = (poolId: string, privateKey: KeyObject): SamlCertificate => {
  const until = certificateUntil(now());
  const der = selfSigned({ commonName: poolId, privateKey, from: now() - hourMs, until });
  return { certificate: der.toString('base64'), until };
};

/** The private key of a pool, opened. */
export const revealSigningKey = async (pool: Pool, key: SamlSigningKey): Promise<KeyObject> => {
  const plain = (await sealing().general(pool)).open(purpose, key.privateKey);
  if (!plain) throw new Error(`The key of ${pool.id} for SAML messages does not open.`);
  return createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' });
};

/** A key in the form to store, with its certificates, the newest one last. */
export const sealSigningKey = async (
  pool: Pool,
  privateKey: KeyObject,
  certificates: readonly SamlCertificate[],
): Promise<SamlSigningKey> => {
  const plain = privateKey.export({ type: 'pkcs8', format: 'der' });
  return { privateKey: (await sealing().general(pool)).seal(purpose, plain), certificates, version: 1 };
};

const create = async (pool: Pool): Promise<SamlSigningKey> => {
  const privateKey = await newRsaKey();
  const key = await sealSigningKey(pool, privateKey, [newCertificate(pool.id, privateKey)]);
  await table().write([samlSigningKeyRepository().create(pool.id, key, () => new Conflict())]);
  return key;
};

const renew = async (pool: Pool, before: SamlSigningKey): Promise<SamlSigningKey> => {
  const after = withCertificate(before, newCertificate(pool.id, await revealSigningKey(pool, before)));
  await table().write([samlSigningKeyRepository().update(pool.id, before, after, () => new Conflict())]);
  return after;
};

/** The key of the pool, if it has one yet. */
export const storedSigningKey = (poolId: string): Promise<SamlSigningKey | undefined> =>
  samlSigningKeyRepository().find(poolId);

/** The key of the pool, with a certificate that is valid for a while. Whoever comes first makes what is missing. */
export const ensureSigningKey = (pool: Pool): Promise<SamlSigningKey> =>
  retryOnConflict(async () => {
    const key = await storedSigningKey(pool.id);
    if (!key) return create(pool);
    return isDue(key, now()) ? renew(pool, key) : key;
  });

const newestOf = ({ certificates }: SamlSigningKey): string => certificates.at(-1)?.certificate ?? '';

/** The newest certificate of the pool's key, DER in base64: the answer of GetSigningCertificate. */
export const signingCertificate = async (pool: Pool): Promise<string> => newestOf(await ensureSigningKey(pool));

const known = cached(storedSigningKey);

/** What signs the messages of the pool. */
export const samlSigner = async (pool: Pool): Promise<SamlSigner> => {
  const stored = await known.find(pool.id);
  const key = stored && !isDue(stored, now()) ? stored : await ensureSigningKey(pool);
  return { privateKey: await revealSigningKey(pool, key), certificate: newestOf(key) };
};
