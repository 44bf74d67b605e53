import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { buildNetworkTable, type NetworkRange } from '#shared/domain/addresses/network-table.ts';

const rangesOf = (version: 4 | 6): readonly NetworkRange[] => {
  const file = createRequire(import.meta.url).resolve(`@ip-location-db/asn/asn-ipv${version}-num.csv`);
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line): NetworkRange[] => {
      const [, start = '', end = '', asn = ''] = /^(\d+),(\d+),(\d+),/.exec(line) ?? [];
      return asn === '' ? [] : [{ version, start: BigInt(start), end: BigInt(end), asn: Number(asn) }];
    });
};

/**
 * The numbers of networks by address, of both families, as a table. Here it is made from their list, which takes a second
 * or two; in bundles, the bundler replaces this module by one that reads what was made.
 */
export const read = (): Uint8Array => buildNetworkTable([...rangesOf(4), ...rangesOf(6)]);
