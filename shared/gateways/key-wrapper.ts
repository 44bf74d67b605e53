import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { DecryptCommand, GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { environment } from '#shared/config/environment.ts';
import type { WrappedKey } from '#shared/domain/user-pools/user-pool.ts';

/** What a data key belongs to; it unwraps under the same words only. Roles are limited by `purpose`. */
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

const kmsWrapper = (KeyId: string): KeyWrapper => {
  const client = new KMSClient({ region: environment().region });
  return {
    generate: async (context) => {
      const EncryptionContext = { ...context };
      const { Plaintext, CiphertextBlob } = await client.send(
        new GenerateDataKeyCommand({ KeyId, KeySpec: 'AES_256', EncryptionContext }),
      );
      if (!Plaintext || !CiphertextBlob) throw new Error('KMS gave no data key.');
      return { plain: Plaintext, wrapped: CiphertextBlob };
    },
    unwrap: async (CiphertextBlob, context) => {
      const { Plaintext } = await client.send(
        new DecryptCommand({ KeyId, CiphertextBlob, EncryptionContext: { ...context } }),
      );
      if (!Plaintext) throw new Error('KMS gave no plain data key.');
      return Plaintext;
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
  const { sealing } = environment();
  return 'kmsKeyId' in sealing ? kmsWrapper(sealing.kmsKeyId) : fileWrapper(sealing.keyFile);
};
