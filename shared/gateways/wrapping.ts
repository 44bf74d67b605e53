import type { WrappedKey } from '#shared/domain/user-pools/user-pool.ts';

/** What a data key belongs to. It is unwrapped only under the same context. Roles are limited by `purpose`. */
export interface KeyContext {
  /** Pool id, or "deployment". */
  readonly pool: string;
  readonly purpose: 'general' | 'signing';
}

/** Makes and unwraps data keys of 32 bytes. All throw KeyUnusable where a pool's own key is of no use. */
export interface KeyWrapper {
  /** A data key that the pool's own key wraps, whose ARN is given, or else the key of the deployment. */
  readonly generate: (
    context: KeyContext,
    keyArn?: string,
  ) => Promise<{ readonly plain: Uint8Array; readonly wrapped: WrappedKey }>;
  /** By the key that wrapped it, which it names. */
  readonly unwrap: (wrapped: WrappedKey, context: KeyContext) => Promise<Uint8Array>;
}

/** Also has another key wrap a data key. On AWS nobody sees the data key meanwhile. */
export interface PoolKeyWrapper extends KeyWrapper {
  /** The same data key, wrapped by the key of that ARN, or by the key of the deployment. */
  readonly rewrap: (wrapped: WrappedKey, context: KeyContext, keyArn: string | undefined) => Promise<WrappedKey>;
}
