import { once } from '#shared/config/once.ts';
import { readViewerAddress, toAddressText } from '#shared/domain/addresses/ip-address.ts';
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

const countryIn = (record: unknown): string | undefined => {
  const code = typeof record === 'object' && record !== null ? Reflect.get(record, 'country_code') : undefined;
  return typeof code === 'string' ? code : undefined;
};

// 13 MB, which is read when the first sign-in is scored.
const load = async (): Promise<(address: string) => AddressFacts> => {
  const [countries, networks, { Reader }] = await Promise.all([
    import('./data-files/countries.ts'),
    import('./data-files/networks.ts'),
    import('mmdb-lib'),
  ]);
  const byCountry = new Reader(Buffer.from(countries.read()));
  const findNetwork = openNetworkTable(networks.read());
  return (text) => {
    const address = readViewerAddress(text);
    const written = address && toAddressText(address);
    // The data has something to say of addresses that nobody has, such as those for documentation.
    if (!written || !isPublicAddress(written)) return nothing;
    return { network: findNetwork(address), country: countryIn(byCountry.get(written)) };
  };
};

const loaded = once(load);

/**
 * What the data beside the bundle knows of an address of either family. It is months old: a hint, which what CloudFront
 * says comes before.
 */
export const addressFacts = async (address: string): Promise<AddressFacts> => (await loaded())(address);
