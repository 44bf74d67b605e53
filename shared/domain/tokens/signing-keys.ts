import type { SigningKey, TokenUse } from '../user-pools/user-pool.ts';

/**
 * The key that signs tokens of that use now: the latest active one. Where none is active yet, the first one: then this
 * function's clock is behind that of the function that made the pool.
 */
export const activeKey = (keys: readonly SigningKey[], use: TokenUse, now: number): SigningKey => {
  const latestFirst = keys.filter((key) => key.use === use).sort((a, b) => b.activeFrom - a.activeFrom);
  const latest = latestFirst.find((key) => key.activeFrom <= now) ?? latestFirst.at(-1);
  if (!latest) throw new Error(`The pool has no key for ${use} tokens.`);
  return latest;
};

/** The keys that are published now: those that sign, those that will, and those whose last tokens are still valid. */
export const publishedKeys = (keys: readonly SigningKey[], now: number): readonly SigningKey[] =>
  keys.filter(({ publishedUntil }) => publishedUntil === undefined || now < publishedUntil);

/** A key in the form of RFC 7517. */
export const toJwk = ({ kid, publicKey }: SigningKey) => ({
  alg: 'RS256',
  e: publicKey.e,
  kid,
  kty: 'RSA',
  n: publicKey.n,
  use: 'sig',
});
