import { BlockList, isIP } from 'node:net';

const family = { 4: { name: 'ipv4', bits: 32 }, 6: { name: 'ipv6', bits: 128 } } as const;

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: 'ipv4' | 'ipv6';
}

const toRange = (text: string): Range | undefined => {
  const [, address, bits] = /^([0-9a-fA-F.:]{2,45})\/(\d{1,3})$/.exec(text) ?? [];
  const version = address === undefined ? 0 : isIP(address);
  if (address === undefined || (version !== 4 && version !== 6)) return undefined;
  const { name, bits: most } = family[version];
  return Number(bits) <= most ? { address, bits: Number(bits), family: name } : undefined;
};

/** True for a range of IPv4 or IPv6 addresses in CIDR notation: RFC 4632 section 3.1, RFC 4291 section 2.3. */
export const isIpRange = (text: string): boolean => toRange(text) !== undefined;

/** True where the address is in one of the ranges. What is no address is in none. */
export const isInRanges = (address: string | undefined, ranges: readonly string[] | undefined): boolean => {
  const version = address === undefined ? 0 : isIP(address);
  if (address === undefined || !ranges?.length || (version !== 4 && version !== 6)) return false;
  const list = new BlockList();
  for (const text of ranges) {
    const range = toRange(text);
    if (range) list.addSubnet(range.address, range.bits, range.family);
  }
  return list.check(address, family[version].name);
};
