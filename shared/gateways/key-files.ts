/** Keys in files, where there is no KMS: that of the deployment, and those that stand in for keys of pools' owners. */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readWrapped, wrappedUnder } from '#shared/domain/sealing/wrapped-key.ts';
import { KeyUnusable } from '#shared/errors/key-unusable.ts';
import type { KeyContext, PoolKeyWrapper } from './wrapping.ts';

const keyBytes = 32;

const aad = ({ pool, purpose }: KeyContext): Buffer => Buffer.from(`${pool} ${purpose}`);

const wrap = (key: Uint8Array, plain: Uint8Array, context: KeyContext): Buffer => {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(aad(context));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
};

const open = (key: Uint8Array, wrapped: Uint8Array, context: KeyContext): Buffer => {
  const decipher = createDecipheriv('aes-256-gcm', key, wrapped.subarray(0, 12), { authTagLength: 16 })
    .setAAD(aad(context))
    .setAuthTag(wrapped.subarray(-16));
  return Buffer.concat([decipher.update(wrapped.subarray(12, -16)), decipher.final()]);
};

const readOwners = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new KeyUnusable('AccessDeniedException', { cause: error });
  }
};

/**
 * The key of a pool's owner: `kms-keys/<key id>.key` beside the key of the deployment. Renamed to `<key id>.disabled`, it is
 * disabled; without the right to read it, access is denied. Throws KeyUnusable.
 */
const ownersKey = (deploymentPath: string, keyArn: string): Buffer => {
  const [id = ''] = keyArn.split('/').slice(-1);
  const path = join(dirname(deploymentPath), 'kms-keys', `${id}.key`);
  if (!existsSync(path)) {
    throw new KeyUnusable(existsSync(path.replace(/key$/, 'disabled')) ? 'DisabledException' : 'NotFoundException');
  }
  const key = readOwners(path);
  if (key.length !== keyBytes) throw new KeyUnusable('InvalidKeyUsageException');
  return key;
};

/** Wraps by AES-256-GCM under keys of 32 bytes, with the context as additional data. */
export const createFileWrapper = (path: string): PoolKeyWrapper => {
  const own = readFileSync(path);
  if (own.length !== keyBytes) throw new Error(`The key file ${path} is to hold ${keyBytes} bytes, not ${own.length}.`);
  const keyOf = (keyArn: string | undefined): Buffer => (keyArn === undefined ? own : ownersKey(path, keyArn));

  const wrapUnder = (keyArn: string | undefined, plain: Uint8Array, context: KeyContext): Uint8Array => {
    const wrapped = wrap(keyOf(keyArn), plain, context);
    return keyArn === undefined ? wrapped : wrappedUnder(keyArn, wrapped);
  };
  const unwrap = (wrapped: Uint8Array, context: KeyContext): Buffer => {
    const { keyArn, bytes } = readWrapped(wrapped);
    return open(keyOf(keyArn), bytes, context);
  };

  return {
    generate: async (context, keyArn) => {
      const plain = randomBytes(keyBytes);
      return { plain, wrapped: wrapUnder(keyArn, plain, context) };
    },
    unwrap: async (wrapped, context) => unwrap(wrapped, context),
    rewrap: async (wrapped, context, keyArn) => wrapUnder(keyArn, unwrap(wrapped, context), context),
  };
};
