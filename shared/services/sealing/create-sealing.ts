import { createSecretKey, type KeyObject } from 'node:crypto';
import { deriveKey, open, seal } from '#shared/domain/sealing/envelope.ts';
import type { Sealed, SigningKey, UserPool, WrappedKey } from '#shared/domain/user-pools/user-pool.ts';
import type { KeyContext, KeyWrapper } from '#shared/gateways/wrapping.ts';
import { createCache } from '../cache/cache.ts';

/** What a sealed value is for. A value sealed for one purpose does not open for another. */
export type SealPurpose =
  | 'access key'
  | 'client secret'
  | 'custom sign-in'
  | 'device code'
  | 'device srp exchange'
  | 'device verifier'
  | 'event feedback'
  | 'federation state'
  | 'identity provider'
  | 'import key'
  | 'opened request'
  | 'page note'
  | 'page token'
  | 'passkey challenge'
  | 'passkey offer'
  | 'provider test'
  | 'provider test outcome'
  | 'pushed request'
  | 'recovery codes'
  | 'saml logout'
  | 'saml signing key'
  | 'sender order'
  | 'session'
  | 'signing key'
  | 'software token'
  | 'srp exchange'
  | 'srp verifier'
  | 'sso session'
  | 'transaction';

/** Keys derived from a pool's data key for purposes other than sealing. */
export type KeyPurpose =
  | 'codes'
  | 'decoys'
  | 'destinations'
  | 'dpop nonces'
  | 'form tokens'
  | 'recovery codes'
  | 'refresh tokens'
  | 'registrants';

/** An open data key, which seals and opens values. */
export interface Seal {
  readonly seal: (purpose: SealPurpose, plain: Uint8Array | string) => Buffer;
  /** Undefined where it was sealed with another key or purpose, or was tampered with. */
  readonly open: (purpose: SealPurpose, sealed: Sealed) => Buffer | undefined;
  readonly key: (purpose: KeyPurpose) => KeyObject;
}

/** Opens data keys and keeps up to a thousand of them open for five minutes. */
export interface Sealing {
  /** The pool's key for everything except its signing keys. */
  readonly general: (pool: Pick<UserPool, 'id' | 'dataKeys'>) => Promise<Seal>;
  /** The key of a signing key. Only the roles that issue tokens may open it. */
  readonly signing: (key: Pick<SigningKey, 'poolId' | 'dataKey'>) => Promise<Seal>;
  /** The key for what belongs to no pool. */
  readonly deployment: () => Promise<Seal>;
  /** A new data key of a pool: open for this call, and wrapped to be stored, by the pool's own key where it has one. */
  readonly make: (
    context: KeyContext,
    keyArn?: string,
  ) => Promise<{ readonly seal: Seal; readonly wrapped: WrappedKey }>;
}

const keepMs = 5 * 60_000;
const keysAtMost = 1000;

const sealUnder = (bytes: Uint8Array): Seal => {
  const dataKey = createSecretKey(bytes);
  const derived = new Map<KeyPurpose, KeyObject>();
  return {
    seal: (purpose, plain) => seal(dataKey, purpose, Buffer.from(plain)),
    open: (purpose, sealed) => open(dataKey, purpose, sealed),
    key: (purpose) => {
      const known = derived.get(purpose) ?? deriveKey(dataKey, purpose);
      derived.set(purpose, known);
      return known;
    },
  };
};

interface Deps {
  readonly wrapper: KeyWrapper;
  /** The wrapped data key of the deployment, made at the very first call. */
  readonly deploymentKey: () => Promise<WrappedKey>;
  /** Milliseconds from any start. */
  readonly clock?: () => number;
}

export const createSealing = ({ wrapper, deploymentKey, clock }: Deps): Sealing => {
  const opened = createCache<Promise<Seal>>(keysAtMost, clock, keepMs);

  const openKey = (context: KeyContext, wrapped: WrappedKey): Promise<Seal> => {
    // By the wrapped bytes, as a pool that was made again under an old id has another key.
    const name = Buffer.from(wrapped).toString('base64');
    const known = opened.get(name);
    if (known) return known;
    const seal = wrapper.unwrap(wrapped, context).then(sealUnder);
    opened.set(name, seal);
    seal.catch(() => opened.delete(name));
    return seal;
  };

  return {
    general: (pool) => openKey({ pool: pool.id, purpose: 'general' }, pool.dataKeys.general),
    signing: ({ poolId, dataKey }) => openKey({ pool: poolId, purpose: 'signing' }, dataKey),
    deployment: async () => openKey({ pool: 'deployment', purpose: 'general' }, await deploymentKey()),
    make: async (context, keyArn) => {
      const { plain, wrapped } = await wrapper.generate(context, keyArn);
      return { seal: sealUnder(plain), wrapped };
    },
  };
};
