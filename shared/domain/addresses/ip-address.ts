/** An IP address as a number. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** A block of addresses of one family. */
export interface AddressRange {
  readonly start: IpAddress;
  /** How many of the leading bits count. */
  readonly bits: number;
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
  if (!/^[\da-f:.]{2,45}$/i.test(text)) return undefined;
  // In the canonical form there is no part in dots, and nothing but hexadecimal groups.
  const canonical = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return undefined;
  const [head = [], tail = []] = canonical
    .split('::')
    .map((part) => part.split(':').flatMap((group) => (group ? [Number.parseInt(group, 16)] : [])));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => 0);
  return joined([...head, ...zeros, ...tail], 16n);
};

/** Reads an address as it is written: an IPv4 address within an IPv6 one stays IPv6. Undefined for anything else. */
export const readAddress = (text: string): IpAddress | undefined => {
  // The family is decided first: an IPv4 address is never held against a range of IPv6.
  const version = text.includes(':') ? 6 : 4;
  const value = version === 6 ? readIPv6(text) : readIPv4(text);
  return value === undefined ? undefined : { version, value };
};

const mapped = 0xffffn;

/**
 * Reads the address of a viewer. An IPv4 address that is written as an IPv6 one (`::ffff:192.0.2.1`, RFC 4291 section
 * 2.5.5.2) is that IPv4 address, and brackets count for nothing. Undefined for anything but an address.
 */
export const readViewerAddress = (text: string): IpAddress | undefined => {
  const address = readAddress(text.replace(/^\[(.*)\]$/, '$1'));
  return address?.version === 6 && address.value >> 32n === mapped
    ? { version: 4, value: address.value & 0xffffffffn }
    : address;
};

/** Reads a block in CIDR notation, or an address as a block of one. Undefined for anything else. */
export const readRange = (cidr: string): AddressRange | undefined => {
  const [, text = '', length] = /^([^/]*)(?:\/(\d{1,3}))?$/.exec(cidr) ?? [];
  const start = readAddress(text);
  if (!start) return undefined;
  const bits = length === undefined ? widths[start.version] : Number(length);
  return bits <= widths[start.version] ? { start, bits } : undefined;
};

/** Whether the address is in the block. An address of one family is in no block of the other. */
export const isInRange = ({ version, value }: IpAddress, { start, bits }: AddressRange): boolean => {
  const rest = BigInt(widths[version] - bits);
  return version === start.version && value >> rest === start.value >> rest;
};

const groupsOf = (value: bigint): string[] =>
  [48n, 32n, 16n, 0n].map((shift) => ((value >> shift) & 0xffffn).toString(16));

/**
 * What tells one connection from another: an IPv4 address, or the first 64 bits of an IPv6 one, because devices choose
 * the rest anew every day (RFC 8981).
 */
export const connectionOf = ({ version, value }: IpAddress): string =>
  version === 4
    ? [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
    : `${groupsOf(value >> 64n).join(':')}::/64`;

/** The connection of the address that is written so. Other texts stay as they are. */
export const networkOf = (text: string): string => {
  const address = readViewerAddress(text);
  return address ? connectionOf(address) : text;
};

/**
 * The site of an IPv6 address: its first 48 bits, which one subscriber may have (RFC 6177). Undefined for IPv4, where one has
 * single addresses, and for anything but an address.
 */
export const siteOf = (text: string): string | undefined => {
  const address = readViewerAddress(text);
  if (address?.version !== 6) return undefined;
  return `${groupsOf(address.value >> 64n)
    .slice(0, 3)
    .join(':')}::/48`;
};

/** The address in its canonical form: RFC 5952 for IPv6. */
export const toAddressText = ({ version, value }: IpAddress): string => {
  if (version === 4) return connectionOf({ version, value });
  const groups = [...groupsOf(value >> 64n), ...groupsOf(value)].join(':');
  return URL.parse(`http://[${groups}]/`)?.hostname.slice(1, -1) ?? groups;
};
