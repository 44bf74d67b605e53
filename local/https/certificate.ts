import { createHash, createPublicKey, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';
import {
  bits,
  integer,
  namedBits,
  octets,
  oid,
  sequence,
  set,
  tagged,
  time,
  truth,
  utf8,
} from '#shared/domain/x509/der.ts';
import { toPem } from '#shared/domain/x509/pem.ts';

interface Wanted {
  readonly commonName: string;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly until: number;
  /** Host names and addresses that the certificate is for. */
  readonly names: readonly string[];
}

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));

const nameOf = (commonName: string): Buffer => sequence(set(sequence(oid('2.5.4.3'), utf8(commonName))));

const publicKeyOf = (key: KeyObject): Buffer =>
  (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'der' });

/** A name for a key: RFC 7093 section 2, method 4, of which 20 bytes are enough. */
export const keyIdOf = (key: KeyObject): Buffer =>
  createHash('sha256').update(publicKeyOf(key)).digest().subarray(0, 20);

const extension = (id: string, value: Uint8Array, { isCritical = false } = {}): Buffer =>
  sequence(oid(id), ...(isCritical ? [truth] : []), octets(value));

const addressBytes = (address: string): Buffer => {
  if (isIPv4(address)) return Buffer.from(address.split('.').map(Number));
  if (address !== '::1') throw new RangeError(`${address} is no address of this machine.`);
  return Buffer.from([...Array<number>(15).fill(0), 1]);
};

const isAddress = (name: string): boolean => isIPv4(name) || name.includes(':');

const dnsName = (name: string): Buffer => tagged(0x82, Buffer.from(name, 'ascii'));

const generalName = (name: string): Buffer => (isAddress(name) ? tagged(0x87, addressBytes(name)) : dnsName(name));

// An address stands with its mask, here of one address alone. A name stands for itself and for all below it.
const subtree = (name: string): Buffer => {
  if (!isAddress(name)) return sequence(dnsName(name));
  const address = addressBytes(name);
  return sequence(tagged(0x87, address, Buffer.alloc(address.length, 0xff)));
};

interface Content extends Omit<Wanted, 'names'> {
  readonly key: KeyObject;
  readonly issuer: { readonly commonName: string; readonly key: KeyObject };
  readonly extensions: readonly Buffer[];
}

const signed = ({ commonName, from, until, key, issuer, extensions }: Content): string => {
  const serial = randomBytes(16);
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40;
  const content = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    nameOf(issuer.commonName),
    sequence(time(from), time(until)),
    nameOf(commonName),
    publicKeyOf(key),
    tagged(0xa3, sequence(...extensions, extension('2.5.29.14', octets(keyIdOf(key))))),
  );
  return toPem(
    'CERTIFICATE',
    sequence(content, ecdsaWithSha256, bits(sign('sha256', content, issuer.key))).toString('base64'),
  );
};

/**
 * The certificate of an authority in PEM, signed by its own EC key. It can vouch for nothing but `names`, and names below
 * them: whoever gets hold of the key cannot pretend to be anybody else. RFC 5280 sections 4.1 and 4.2.1.10.
 */
export const authorityCertificate = (key: KeyObject, { names, ...wanted }: Wanted): string =>
  signed({
    ...wanted,
    key,
    issuer: { commonName: wanted.commonName, key },
    extensions: [
      extension('2.5.29.19', sequence(truth, integer(Buffer.alloc(1))), { isCritical: true }),
      extension('2.5.29.15', namedBits(5, 6), { isCritical: true }),
      extension('2.5.29.30', sequence(tagged(0xa0, ...names.map(subtree))), { isCritical: true }),
    ],
  });

/** The certificate of a server in PEM, signed by an authority. RFC 5280 section 4.1. */
export const serverCertificate = (key: KeyObject, { names, ...wanted }: Wanted, issuer: Content['issuer']): string =>
  signed({
    ...wanted,
    key,
    issuer,
    extensions: [
      extension('2.5.29.19', sequence(), { isCritical: true }),
      extension('2.5.29.15', namedBits(0), { isCritical: true }),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.1'))),
      extension('2.5.29.17', sequence(...names.map(generalName))),
      extension('2.5.29.35', sequence(tagged(0x80, keyIdOf(issuer.key)))),
    ],
  });
