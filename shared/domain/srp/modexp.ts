import { createPrivateKey, createPublicKey, diffieHellman } from 'node:crypto';
import { g, N, pad, toNumber } from './group.ts';

// A Diffie-Hellman agreement computes base^exponent mod N. OpenSSL's is constant-time, and three times as fast as
// BigInt. The keys are passed as DER, since createDiffieHellman(prime) would test the prime at every call, for more
// than a second.

const length = (bytes: number): Buffer => {
  if (bytes < 0x80) return Buffer.from([bytes]);
  return bytes < 0x100 ? Buffer.from([0x81, bytes]) : Buffer.from([0x82, bytes >> 8, bytes & 0xff]);
};

const der = (tag: number, ...contents: readonly Buffer[]): Buffer => {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag]), length(content.length), content]);
};

const integer = (value: bigint): Buffer => der(0x02, pad(value));
const sequence = (...contents: readonly Buffer[]): Buffer => der(0x30, ...contents);

// PKCS #3 dhKeyAgreement, 1.2.840.113549.1.3.1, over the group.
const algorithm = sequence(der(0x06, Buffer.from('2a864886f70d010301', 'hex')), sequence(integer(N), integer(g)));

/** base^exponent mod N, for 1 < base < N - 1 and exponent > 0. Throws for others, which OpenSSL refuses. */
export const modexp = (base: bigint, exponent: bigint): bigint => {
  const privateKey = createPrivateKey({
    key: sequence(integer(0n), algorithm, der(0x04, integer(exponent))),
    format: 'der',
    type: 'pkcs8',
  });
  const publicKey = createPublicKey({
    key: sequence(algorithm, der(0x03, Buffer.from([0]), integer(base))),
    format: 'der',
    type: 'spki',
  });
  return toNumber(diffieHellman({ privateKey, publicKey }));
};
