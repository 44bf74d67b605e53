import { CompactEncrypt, type CryptoKey, compactDecrypt, importJWK, type JWK } from 'jose';
import * as v from 'valibot';
import type { Recipient } from './recipient.ts';

/**
 * Where sealed records belong. The portions of an export are numbered from 1, so that none can be left out or moved.
 */
export interface LinePosition {
  readonly export: string;
  readonly portion: number;
}

const Header = v.pipe(
  v.looseObject({
    export: v.optional(v.pipe(v.string(), v.minLength(1), v.maxLength(64))),
    portion: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  }),
  v.check((header) => (header.export === undefined) === (header.portion === undefined)),
);

/** Records sealed together: JSON Lines as one compact JWE (RFC 7516), which is itself one line. */
export const sealLines = async (
  { key, alg }: Recipient,
  lines: readonly string[],
  place?: LinePosition,
): Promise<string> => {
  const header = { alg, enc: 'A256GCM', cty: 'application/jsonl', ...(key.kid && { kid: key.kid }), ...place };
  return new CompactEncrypt(Buffer.from(lines.join('\n')))
    .setProtectedHeader(header)
    .encrypt(await importJWK(key, alg));
};

/** The records of a line, and where they belong; undefined for a line that the private key does not open. */
export const openLines = async (
  privateKey: CryptoKey,
  line: string,
): Promise<{ readonly lines: readonly string[]; readonly place: LinePosition | undefined } | undefined> => {
  try {
    const { plaintext, protectedHeader } = await compactDecrypt(line, privateKey, {
      keyManagementAlgorithms: ['ECDH-ES+A256KW', 'RSA-OAEP-256'],
      contentEncryptionAlgorithms: ['A256GCM'],
      // Compressed text says nothing about its length once it is expanded.
      maxDecompressedLength: 0,
    });
    const { export: id, portion } = v.parse(Header, protectedHeader);
    const place = id === undefined || portion === undefined ? undefined : { export: id, portion };
    return { lines: Buffer.from(plaintext).toString().split('\n'), place };
  } catch {
    return undefined;
  }
};

/** True for text in the form of a compact JWE. */
export const isSealedLine = (line: string): boolean => /^[\w-]+\.[\w-]*\.[\w-]+\.[\w-]*\.[\w-]+$/.test(line);

/** The private key of a JWK, ready to open lines. Throws for anything else. */
export const toPrivateKey = async (jwk: JWK): Promise<CryptoKey> => {
  const key = await importJWK(jwk, jwk.kty === 'RSA' ? 'RSA-OAEP-256' : 'ECDH-ES+A256KW');
  if (key instanceof Uint8Array) throw new Error('The key is no private key.');
  return key;
};
