import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { readWrapped, wrappedUnder } from '#shared/domain/sealing/wrapped-key.ts';
import type { WrappedKey } from '#shared/domain/user-pools/user-pool.ts';
import { keyFailure } from '#shared/errors/key-unusable.ts';
import { createFileWrapper } from './key-files.ts';
import { bytesIn, createKmsRequest } from './kms-request.ts';
import type { PoolKeyWrapper } from './wrapping.ts';

interface KmsSettings {
  /** ARN of the key of the deployment. */
  readonly keyId: string;
  readonly region: string;
  /** Of a stand-in for the service; undefined on AWS. */
  readonly endpoint: string | undefined;
}

/**
 * Wraps under keys in KMS, with the context as KMS's encryption context.
 *
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_GenerateDataKey.html
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_ReEncrypt.html
 */
export const createKmsWrapper = ({ keyId, region, endpoint }: KmsSettings): PoolKeyWrapper => {
  const call = createKmsRequest({ region, endpoint });
  // What is wrong with the key of the deployment is a fault of the deployment, and stays one.
  const callFor = async (keyArns: readonly (string | undefined)[], ...request: Parameters<typeof call>) => {
    try {
      return await call(...request);
    } catch (error) {
      throw keyArns.every((keyArn) => keyArn === undefined) ? error : keyFailure(error);
    }
  };
  const toWrapped = (blob: Uint8Array, keyArn: string | undefined): WrappedKey =>
    keyArn === undefined ? blob : wrappedUnder(keyArn, blob);

  return {
    generate: async ({ pool, purpose }, keyArn) => {
      const input = { KeyId: keyArn ?? keyId, KeySpec: 'AES_256', EncryptionContext: { pool, purpose } };
      const answer = await callFor([keyArn], 'GenerateDataKey', input);
      return { plain: bytesIn(answer, 'Plaintext'), wrapped: toWrapped(bytesIn(answer, 'CiphertextBlob'), keyArn) };
    },
    unwrap: async (wrapped, { pool, purpose }) => {
      const { keyArn, bytes } = readWrapped(wrapped);
      const CiphertextBlob = Buffer.from(bytes).toString('base64');
      const input = { KeyId: keyArn ?? keyId, CiphertextBlob, EncryptionContext: { pool, purpose } };
      return bytesIn(await callFor([keyArn], 'Decrypt', input), 'Plaintext');
    },
    rewrap: async (wrapped, { pool, purpose }, keyArn) => {
      const before = readWrapped(wrapped);
      const answer = await callFor([before.keyArn, keyArn], 'ReEncrypt', {
        CiphertextBlob: Buffer.from(before.bytes).toString('base64'),
        SourceKeyId: before.keyArn ?? keyId,
        SourceEncryptionContext: { pool, purpose },
        DestinationKeyId: keyArn ?? keyId,
        DestinationEncryptionContext: { pool, purpose },
      });
      return toWrapped(bytesIn(answer, 'CiphertextBlob'), keyArn);
    },
  };
};

/** The wrapper that the environment names: KMS on AWS, key files elsewhere. */
export const createKeyWrapper = (): PoolKeyWrapper => {
  const { sealing, region, endpoints } = environment();
  return 'kmsKeyId' in sealing
    ? createKmsWrapper({ keyId: sealing.kmsKeyId, region, endpoint: endpoints.kms })
    : createFileWrapper(sealing.keyFile);
};

export const keyWrapper = once(createKeyWrapper);
