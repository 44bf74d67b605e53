interface Range {
  readonly start: bigint;
  /** How many of the leading bits count. */
  readonly bits: number;
}

interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

const widths = { 4: 32, 6: 128 } as const;

const joined = (parts: readonly number[], bits: bigint): bigint =>
  parts.reduce((value, part) => (value << bits) | BigInt(part), 0n);

const readIPv4 = (text: string): bigint | undefined => {
  if (!/^(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2})){3}$/.test(text)) return undefined;
  const bytes = text.split('.').map(Number);
  return bytes.every((byte) => byte <= 255) ? joined(bytes, 8n) : undefined;
};

const readIPv6 = (text: string): bigint | undefined => {
  if (!/^[\da-f:.]+$/i.test(text)) return undefined;
  // In the canonical form there is no part in dots, and nothing but hexadecimal groups.
  const canonical = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return undefined;
  const [head = [], tail = []] = canonical
    .split('::')
    .map((part) => part.split(':').flatMap((group) => (group ? [Number.parseInt(group, 16)] : [])));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return joined([...head, ...zeros, ...tail], 16n);
};

// The family is decided first: an IPv4 address is never held against a range of IPv6.
const read = (text: string): Address | undefined => {
  const version = text.includes(':') ? 6 : 4;
  const value = version === 6 ? readIPv6(text) : readIPv4(text);
  return value === undefined ? undefined : { version, value };
};

const range = (cidr: string): Range => {
  const [start = '', bits] = cidr.split('/');
  const address = read(start);
  if (!address) throw new Error(`${cidr} is no range of addresses.`);
  return { start: address.value, bits: Number(bits) };
};

const isIn = ({ version, value }: Address, { start, bits }: Range): boolean => {
  const rest = BigInt(widths[version] - bits);
  return value >> rest === start >> rest;
};

// Of the IANA registries of special-purpose addresses, RFC 6890, and multicast.
const special4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
].map(range);

// Only global unicast: so loopback, unique local, link-local, multicast, IPv4-mapped and NAT64 addresses are out.
const global6 = range('2000::/3');

// Teredo and other protocols, documentation, 6to4, documentation.
const special6 = ['2001::/23', '2001:db8::/32', '2002::/16', '3fff::/20'].map(range);

/**
 * True for an IP address that anybody on the internet reaches, and that leads nowhere else: not to this machine, not
 * to a network of its own, and not to an IPv4 address that is written in an IPv6 one. False for anything but an address.
 */
export const isPublicAddress = (text: string): boolean => {
  const address = read(text);
  if (!address) return false;
  const special = address.version === 4 ? special4 : special6;
  if (address.version === 6 && !isIn(address, global6)) return false;
  return !special.some((refused) => isIn(address, refused));
};
