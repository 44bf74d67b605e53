import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import type { Sealed } from '../user-pools/user-pool.ts';

/** A data key of 32 bytes. Node takes several times as long to find out that bytes are no KeyObject as to use one. */
type DataKey = KeyObject | Uint8Array;

const version = 1;
const saltBytes = 16;
const tagBytes = 16;

// Each message has a key and nonce of its own, so that a data key never wears out, however many messages there are.
const messageKey = (dataKey: DataKey, salt: Uint8Array, purpose: string): { key: KeyObject; nonce: Buffer } => {
  const derived = Buffer.from(hkdfSync('sha256', dataKey, salt, `gatehouse seal ${purpose}`, 44));
  return { key: createSecretKey(derived.subarray(0, 32)), nonce: derived.subarray(32) };
};

/** Seals bytes under a data key for one purpose: AES-256-GCM. They open only for the same purpose. */
export const seal = (dataKey: DataKey, purpose: string, plain: Uint8Array): Buffer => {
  const salt = randomBytes(saltBytes);
  const { key, nonce } = messageKey(dataKey, salt, purpose);
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return Buffer.concat([Buffer.from([version]), salt, text, cipher.getAuthTag()]);
};

/** The bytes that were sealed; undefined for another key or purpose, and for bytes that were tampered with. */
export const open = (dataKey: DataKey, purpose: string, sealed: Sealed): Buffer | undefined => {
  if (sealed.length < 1 + saltBytes + tagBytes || sealed[0] !== version) return undefined;
  const { key, nonce } = messageKey(dataKey, sealed.subarray(1, 1 + saltBytes), purpose);
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(1 + saltBytes, sealed.length - tagBytes)), decipher.final()]);
  } catch {
    return undefined;
  }
};

/** A key of 32 bytes for one purpose, derived from a data key: for HMACs and tokens. */
export const deriveKey = (dataKey: DataKey, purpose: string): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync('sha256', dataKey, Buffer.alloc(0), `gatehouse key ${purpose}`, 32)));
