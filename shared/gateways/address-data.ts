import { once } from '#shared/config/once.ts';
import { type IpAddress, readViewerAddress, toAddressText } from '#shared/domain/addresses/ip-address.ts';
import { openNetworkTable } from '#shared/domain/addresses/network-table.ts';
import { isPublicAddress } from '#shared/domain/outbound/public-address.ts';

/** What is known of an address wherever it is used. */
export interface AddressFacts {
  /** The number of its network (autonomous system). */
  readonly network: number | undefined;
  /** The country by its two letters. */
  readonly country: string | undefined;
}

const nothing: AddressFacts = { network: undefined, country: undefined };

// 13 MB, which is read when it is first asked for an address.
const load = async (): Promise<(address: IpAddress) => AddressFacts> => {
  const [countries, networks, { openCountryFile }] = await Promise.all([
    import('./data-files/countries.ts'),
    import('./data-files/networks.ts'),
    import('./country-file.ts'),
  ]);
  const findCountry = openCountryFile(countries.read());
  const findNetwork = openNetworkTable(networks.read());
  return (address) => ({ network: findNetwork(address), country: findCountry(toAddressText(address)) });
};

const loaded = once(load);

/**
 * What the data beside the bundle knows of an address of either family. It is months old: a hint, which what CloudFront
 * says comes before.
 */
export const addressFacts = async (text: string): Promise<AddressFacts> => {
  const address = readViewerAddress(text);
  // The data has something to say of addresses that nobody has, such as those for documentation.
  return address && isPublicAddress(toAddressText(address)) ? (await loaded())(address) : nothing;
};
