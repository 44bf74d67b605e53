import { isInRange, readRange, readViewerAddress } from '../addresses/ip-address.ts';

/** True for a block of addresses in CIDR notation, of IPv4 (RFC 4632 section 3.1) or IPv6 (RFC 4291 section 2.3). */
export const isIpRange = (text: string): boolean => text.includes('/') && readRange(text) !== undefined;

/** True where the address is in one of the blocks. What is no address is in none. */
export const isInRanges = (address: string | undefined, ranges: readonly string[] = []): boolean => {
  const read = address === undefined || ranges.length === 0 ? undefined : readViewerAddress(address);
  return (
    read !== undefined &&
    ranges.some((text) => {
      const range = readRange(text);
      return range !== undefined && isInRange(read, range);
    })
  );
};
