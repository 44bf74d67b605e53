import { readFileSync } from 'node:fs';
import type { CryptoKey } from 'jose';
import * as v from 'valibot';
import { isPrivateKey } from '#shared/domain/exports/recipient.ts';
import { toPrivateKey } from '#shared/domain/exports/sealed-lines.ts';
import { UsageError } from './failures.ts';

const Jwk = v.looseObject({ kty: v.string() });
const OpenFile = v.union([
  Jwk,
  v.pipe(
    v.object({ keys: v.tuple([Jwk]) }),
    v.transform(({ keys: [key] }) => key),
  ),
]);

const readJwk = (file: string): v.InferOutput<typeof Jwk> => {
  try {
    return v.parse(OpenFile, JSON.parse(readFileSync(file, 'utf8')));
  } catch (cause) {
    throw new UsageError(`${file} holds no key. Make a pair: gatehouse-pools keys make-export-key <name>`, { cause });
  }
};

/** The public key in a file, as a JWK. Throws UsageError where there is none, or where it is a private key. */
export const readPublicKey = (file: string): Readonly<Record<string, unknown>> => {
  const jwk = readJwk(file);
  if (isPrivateKey(jwk)) throw new UsageError(`${file} is a private key. It stays here: give the public one.`);
  return jwk;
};

/** The private key in a file. Throws UsageError where there is none. */
export const readPrivateKey = (file: string): Promise<CryptoKey> => {
  const jwk = readJwk(file);
  if (!('d' in jwk)) throw new UsageError(`${file} is a public key, which opens nothing. Give the private one.`);
  return toPrivateKey(jwk);
};
