import crypto, { createPrivateKey, createPublicKey, generatePrime, type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

const bits = 2048;
const e = 65_537n;

const inverse = (value: bigint, modulus: bigint): bigint => {
  let [low, rest] = [value % modulus, modulus];
  let [one, other] = [1n, 0n];
  while (low > 1n) {
    const times = rest / low;
    [low, rest] = [rest - times * low, low];
    [one, other] = [other - times * one, one];
  }
  return ((one % modulus) + modulus) % modulus;
};

const toText = (value: bigint): string => {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
};

const toKeyPair = (p: bigint, q: bigint): Pair => {
  const d = inverse(e, (p - 1n) * (q - 1n));
  const members = { n: p * q, e, d, p, q, dp: d % (p - 1n), dq: d % (q - 1n), qi: inverse(q, p) };
  const texts = Object.entries(members).map(([name, value]) => [name, toText(value)]);
  const privateKey = createPrivateKey({ format: 'jwk', key: { kty: 'RSA', ...Object.fromEntries(texts) } });
  return { privateKey, publicKey: createPublicKey(privateKey) };
};

const newPrime = (): Promise<bigint> =>
  new Promise((resolve, reject) => {
    generatePrime(bits / 2, { bigint: true }, (error, prime) => {
      if (error) reject(error);
      else resolve(prime);
    });
  });

/** Gives a new RSA key pair of 2048 bits at each call: always other two primes of a stock that grows with need. */
const createKeyStock = (): (() => Promise<Pair>) => {
  const primes: bigint[] = [];
  const unused: (readonly [bigint, bigint])[] = [];
  let growing: Promise<void> | undefined;
  const grow = async (): Promise<void> => {
    const prime = await newPrime();
    growing = undefined;
    // One in 65,537 is none for this exponent.
    if (prime % e === 1n) return;
    unused.push(...primes.map((other) => [prime, other] as const));
    primes.push(prime);
  };
  return async () => {
    for (;;) {
      const pair = unused.shift();
      if (pair) return toKeyPair(...pair);
      growing ??= grow();
      await growing;
    }
  };
};

/**
 * Has this process make RSA keys of 2048 bits from a stock of primes. Each is different, as it should be, but they share
 * primes, so this is for tests alone. A pool has two such keys; to search new primes for them is by far the most work
 * in making one.
 */
export const makeRsaKeysQuickly = (): void => {
  const usual = crypto.generateKeyPair;
  const next = createKeyStock();
  type Generated = (error: Error | null, publicKey?: KeyObject, privateKey?: KeyObject) => void;
  const replaced = (type: 'rsa', options: { readonly modulusLength: number }, generated: Generated): void => {
    if (type !== 'rsa' || options.modulusLength !== bits) usual(type, options, generated);
    else next().then(({ publicKey, privateKey }) => generated(null, publicKey, privateKey), generated);
  };
  Object.assign(crypto, { generateKeyPair: replaced });
  syncBuiltinESMExports();
};
