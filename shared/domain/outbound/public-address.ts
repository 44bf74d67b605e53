import { type AddressRange, isInRange, readAddress, readRange } from '#shared/domain/addresses/ip-address.ts';

const range = (cidr: string): AddressRange => {
  const block = readRange(cidr);
  if (!block) throw new Error(`${cidr} is no range of addresses.`);
  return block;
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
  const address = readAddress(text);
  if (!address) return false;
  const special = address.version === 4 ? special4 : special6;
  if (address.version === 6 && !isInRange(address, global6)) return false;
  return !special.some((refused) => isInRange(address, refused));
};
