import { CompactEncrypt, compactDecrypt } from 'jose';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** What a refresh token says to us; to everyone else it is opaque. */
export interface RefreshToken {
  readonly clientId: string;
  readonly userKey: string;
  readonly familyId: string;
  /** Which rotation of the family it is. */
  readonly rotation: number;
}

const isRefreshToken = (value: unknown): value is RefreshToken =>
  typeof value === 'object' && value !== null && 'familyId' in value && 'userKey' in value && 'clientId' in value;

/** Refresh tokens: compact JWEs (RFC 7516) under a key of the pool. */
export const createRefreshTokens = ({ sealing }: { readonly sealing: Sealing }) => {
  const keyOf = async (pool: UserPool): Promise<Uint8Array> => (await sealing.general(pool)).key('refresh tokens');

  return {
    seal: async (pool: UserPool, token: RefreshToken): Promise<string> =>
      new CompactEncrypt(Buffer.from(JSON.stringify(token)))
        .setProtectedHeader({ cty: 'JWT', enc: 'A256GCM', alg: 'dir' })
        .encrypt(await keyOf(pool)),

    /** Undefined for what is no refresh token of the pool. */
    open: async (pool: UserPool, token: string): Promise<RefreshToken | undefined> => {
      const key = await keyOf(pool);
      try {
        const { plaintext } = await compactDecrypt(token, key, {
          keyManagementAlgorithms: ['dir'],
          contentEncryptionAlgorithms: ['A256GCM'],
        });
        const opened: unknown = JSON.parse(new TextDecoder().decode(plaintext));
        return isRefreshToken(opened) ? opened : undefined;
      } catch {
        return undefined;
      }
    },
  };
};

export type RefreshTokens = ReturnType<typeof createRefreshTokens>;
