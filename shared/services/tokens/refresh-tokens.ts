import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from 'node:crypto';
import { once } from '#shared/config/once.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';

/** The content of a refresh token. To everyone else it is opaque. */
export interface RefreshToken {
  readonly clientId: string;
  readonly userKey: string;
  readonly familyId: string;
  /** The rotation of the family that it belongs to. */
  readonly rotation: number;
  /** The slot of the family's session, if it has one. */
  readonly slot?: number;
}

const isRefreshToken = (value: unknown): value is RefreshToken =>
  typeof value === 'object' && value !== null && 'familyId' in value && 'userKey' in value && 'clientId' in value;

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

const header = Buffer.from(JSON.stringify({ cty: 'JWT', enc: 'A256GCM', alg: 'dir' })).toString('base64url');

// With direct encryption there is no wrapped key between the header and the nonce. RFC 7516 section 3.1, RFC 7518
// section 4.5.
const encrypt = (key: KeyObject, plain: string): string => {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, key, nonce).setAAD(Buffer.from(header));
  const text = Buffer.concat([cipher.update(plain), cipher.final()]);
  return [header, '', ...[nonce, text, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.');
};

const decrypt = (key: KeyObject, token: string): string | undefined => {
  // A token with more parts is refused without reading any.
  const [protectedHeader, wrappedKey, ...parts] = token.split('.', 6);
  if (protectedHeader !== header || wrappedKey !== '' || parts.length !== 3) return undefined;
  const [nonce, text, tag] = parts.map((part) => Buffer.from(part, 'base64url'));
  if (nonce?.length !== nonceBytes || tag?.length !== tagBytes || !text) return undefined;
  const decipher = createDecipheriv(algorithm, key, nonce, { authTagLength: tagBytes });
  decipher.setAAD(Buffer.from(header)).setAuthTag(tag);
  try {
    return Buffer.concat([decipher.update(text), decipher.final()]).toString();
  } catch {
    return undefined;
  }
};

/** Refresh tokens: compact JWEs (RFC 7516) under a key of the pool. */
export const createRefreshTokens = ({ sealing }: { readonly sealing: Sealing }) => {
  const keyOf = async (pool: UserPool): Promise<KeyObject> => (await sealing.general(pool)).key('refresh tokens');

  return {
    seal: async (pool: UserPool, token: RefreshToken): Promise<string> =>
      encrypt(await keyOf(pool), JSON.stringify(token)),

    /** Undefined for anything but a refresh token of the pool. */
    open: async (pool: UserPool, token: string): Promise<RefreshToken | undefined> => {
      const plain = decrypt(await keyOf(pool), token);
      const opened: unknown = plain && JSON.parse(plain);
      return isRefreshToken(opened) ? opened : undefined;
    },
  };
};

export const refreshTokens = once(() => createRefreshTokens({ sealing: sealing() }));
