import { createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, integer, nothing, oid, sequence, set, tagged, time, utf8 } from './der.ts';

interface Wanted {
  readonly commonName: string;
  /** An RSA key. */
  readonly privateKey: KeyObject;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly until: number;
}

const rsaWithSha256 = sequence(oid('1.2.840.113549.1.1.11'), nothing);

/**
 * A certificate that carries a public key and vouches for nothing, as DER. The same key can have another one later. RFC 5280
 * section 4.1.
 */
export const selfSigned = ({ commonName, privateKey, from, until }: Wanted): Buffer => {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const name = sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    rsaWithSha256,
    name,
    sequence(time(from), time(until)),
    name,
    createPublicKey(privateKey).export({ type: 'spki', format: 'der' }),
  );
  return sequence(content, rsaWithSha256, bits(sign('sha256', content, privateKey)));
};
