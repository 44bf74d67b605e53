import type { SigningKey, TokenUse } from '../user-pools/user-pool.ts';

/**
 * The key that signs tokens of that use now: the latest that is active. A function whose clock is behind that of the one
 * that made the pool takes the first.
 */
export const activeKey = (keys: readonly SigningKey[], use: TokenUse, now: number): SigningKey => {
  const latestFirst = keys.filter((key) => key.use === use).sort((a, b) => b.activeFrom - a.activeFrom);
  const latest = latestFirst.find((key) => key.activeFrom <= now) ?? latestFirst.at(-1);
  if (!latest) throw new Error(`The pool has no key for ${use} tokens.`);
  return latest;
};

/** The keys that verifiers are told of now: those that sign, those that will, and those whose last tokens still live. */
export const publishedKeys = (keys: readonly SigningKey[], now: number): readonly SigningKey[] =>
  keys.filter(({ publishedUntil }) => publishedUntil === undefined || now < publishedUntil);

/** A key as RFC 7517 has it. */
export const toJwk = ({ kid, publicKey }: SigningKey) => ({
  alg: 'RS256',
  e: publicKey.e,
  kid,
  kty: 'RSA',
  n: publicKey.n,
  use: 'sig',
});
