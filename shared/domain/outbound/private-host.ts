import { isPublicAddress } from './public-address.ts';

/** True for the host of a URL that is an address within somebody's network or of this machine, or a name that only such a network has. */
export const isPrivateHost = (given: string): boolean => {
  // A name with a dot at its end means the same.
  const host = given.replace(/\.$/, '');
  const address = host.startsWith('[') ? host.slice(1, -1) : host;
  const isAddress = host.startsWith('[') || /^[\d.]+$/.test(host);
  return isAddress
    ? !isPublicAddress(address)
    : !host.includes('.') || /\.(?:internal|intranet|lan|local|localdomain|localhost)$/.test(host);
};
