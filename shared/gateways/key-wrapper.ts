import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import type { WrappedKey } from '#shared/domain/user-pools/user-pool.ts';
import { bytesIn, createKmsRequest } from './kms-request.ts';

/** What a data key belongs to. It is unwrapped only under the same context. Roles are limited by `purpose`. */
export interface KeyContext {
  /** Pool id, or "deployment". */
  readonly pool: string;
  readonly purpose: 'general' | 'signing';
}

/** Makes and unwraps data keys of 32 bytes. */
export interface KeyWrapper {
  readonly generate: (context: KeyContext) => Promise<{ readonly plain: Uint8Array; readonly wrapped: WrappedKey }>;
  readonly unwrap: (wrapped: WrappedKey, context: KeyContext) => Promise<Uint8Array>;
}

interface KmsSettings {
  /** ARN of the key. */
  readonly keyId: string;
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

/**
 * Wraps under a key in KMS, with the context as KMS's encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 */
export const createKmsWrapper = ({ keyId: KeyId, region, endpoint }: KmsSettings): KeyWrapper => {
  const call = createKmsRequest({ region, endpoint });
  return {
    generate: async ({ pool, purpose }) => {
      const EncryptionContext = { pool, purpose };
      const answer = await call('GenerateDataKey', { KeyId, KeySpec: 'AES_256', EncryptionContext });
      return { plain: bytesIn(answer, 'Plaintext'), wrapped: bytesIn(answer, 'CiphertextBlob') };
    },
    unwrap: async (wrapped, { pool, purpose }) => {
      const CiphertextBlob = Buffer.from(wrapped).toString('base64');
      const answer = await call('Decrypt', { KeyId, CiphertextBlob, EncryptionContext: { pool, purpose } });
      return bytesIn(answer, 'Plaintext');
    },
  };
};

const aad = ({ pool, purpose }: KeyContext): Buffer => Buffer.from(`${pool} ${purpose}`);

// Where there is no KMS: AES-256-GCM under a key of 32 bytes kept in a file.
const fileWrapper = (path: string): KeyWrapper => {
  const key = readFileSync(path);
  if (key.length !== 32) throw new Error(`The key file ${path} is to hold 32 bytes, not ${key.length}.`);
  return {
    generate: async (context) => {
      const plain = randomBytes(32);
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(context));
      return { plain, wrapped: Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]) };
    },
    unwrap: async (wrapped, context) => {
      const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12), { authTagLength: 16 })
        .setAAD(aad(context))
        .setAuthTag(wrapped.subarray(-16));
      return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
    },
  };
};

/** The wrapper that the environment names: KMS on AWS, a key file elsewhere. */
export const createKeyWrapper = (): KeyWrapper => {
  const { sealing, region, endpoints } = environment();
  return 'kmsKeyId' in sealing
    ? createKmsWrapper({ keyId: sealing.kmsKeyId, region, endpoint: endpoints.kms })
    : fileWrapper(sealing.keyFile);
};

export const keyWrapper = once(createKeyWrapper);
