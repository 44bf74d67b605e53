import type { SigningAlgorithm, SigningKey, TokenUse } from '../user-pools/user-pool.ts';

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

/** What the key signs with. It follows from the key alone. */
export const algorithmOf = ({ publicKey }: Pick<SigningKey, 'publicKey'>): SigningAlgorithm =>
  'n' in publicKey ? 'RS256' : 'ES256';

const algorithms: readonly SigningAlgorithm[] = ['RS256', 'ES256'];

/**
 * The keys that are published now: those that sign, those that will, and those whose last tokens are still valid. RSA
 * keys come first, as there are verifiers that fail at a key of another type before the one that they look for.
 */
export const publishedKeys = (keys: readonly SigningKey[], now: number): readonly SigningKey[] => {
  const published = keys.filter(({ publishedUntil }) => publishedUntil === undefined || now < publishedUntil);
  return algorithms.flatMap((algorithm) => published.filter((key) => algorithmOf(key) === algorithm));
};

/** The algorithms of these keys, once each. */
export const signingAlgorithmsOf = (keys: readonly SigningKey[]): readonly SigningAlgorithm[] =>
  algorithms.filter((algorithm) => keys.some((key) => algorithmOf(key) === algorithm));

/** A key in the form of RFC 7517. */
export const toJwk = ({ kid, publicKey }: Pick<SigningKey, 'kid' | 'publicKey'>) =>
  'n' in publicKey
    ? { alg: 'RS256', e: publicKey.e, kid, kty: 'RSA', n: publicKey.n, use: 'sig' }
    : { alg: 'ES256', crv: 'P-256', kid, kty: 'EC', use: 'sig', x: publicKey.x, y: publicKey.y };
