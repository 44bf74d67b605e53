import { isInRange, readRange, readViewerAddress } from '../addresses/ip-address.ts';

/** True for a range of IPv4 or IPv6 addresses in CIDR notation: RFC 4632 section 3.1, RFC 4291 section 2.3. */
export const isIpRange = (text: string): boolean => text.includes('/') && readRange(text) !== undefined;

/** True where the address is in one of the ranges. What is no address is in none. */
export const isInRanges = (address: string | undefined, ranges: readonly string[] | undefined): boolean => {
  const viewer = address === undefined ? undefined : readViewerAddress(address);
  if (!viewer || !ranges) return false;
  return ranges.some((text) => {
    const range = readRange(text);
    return range !== undefined && isInRange(viewer, range);
  });
};
