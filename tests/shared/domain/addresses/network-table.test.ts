import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IpAddress, readAddress } from '#shared/domain/addresses/ip-address.ts';
import { buildNetworkTable, type NetworkRange, openNetworkTable } from '#shared/domain/addresses/network-table.ts';

const addressOf = (text: string): IpAddress => {
  const address = readAddress(text);
  if (!address) throw new Error(`${text} is no address.`);
  return address;
};

const rangeOf = (start: string, end: string, asn: number): NetworkRange => {
  const { version, value } = addressOf(start);
  return { version, start: value, end: addressOf(end).value, asn };
};

const some = [
  rangeOf('1.0.0.0', '1.0.0.255', 13335),
  rangeOf('1.0.4.0', '1.0.7.255', 38803),
  rangeOf('255.255.255.0', '255.255.255.255', 7),
  rangeOf('2001:200::', '2001:200:ffff:ffff:ffff:ffff:ffff:ffff', 2500),
  rangeOf('2001:200:0:1::', '2001:200:0:1:ffff:ffff:ffff:ffff', 9),
  rangeOf('ffff::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 4_294_967_295),
];

describe('the table of networks', () => {
  const find = openNetworkTable(buildNetworkTable(some));

  it.each([
    ['0.255.255.255', undefined],
    ['1.0.0.0', 13335],
    ['1.0.0.255', 13335],
    ['1.0.1.0', undefined],
    ['1.0.7.255', 38803],
    ['1.0.8.0', undefined],
    ['255.255.255.255', 7],
    ['::1', undefined],
    ['2001:1ff:ffff::', undefined],
    ['2001:200::1', 2500],
    ['2001:200:0:1::1', 2500],
    ['2001:201::', undefined],
    ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', 4_294_967_295],
  ])('says of %s: %s', (text, asn) => {
    expect(find(addressOf(text))).toBe(asn);
  });

  it('says what a search through the ranges says', () => {
    const ranges = fc.uniqueArray(fc.integer({ min: 0, max: 400 }), { minLength: 2, maxLength: 40 }).map((points) => {
      const sorted = [...points].sort((a, b) => a - b);
      return sorted.slice(0, -1).flatMap((start, index): NetworkRange[] => {
        const end = (sorted[index + 1] ?? start) - 1;
        return index % 3 === 2 ? [] : [{ version: 4, start: BigInt(start), end: BigInt(end), asn: 1 + (index % 4) }];
      });
    });
    fc.assert(
      fc.property(ranges, fc.integer({ min: 0, max: 401 }), (list, point) => {
        const value = BigInt(point);
        const expected = list.find(({ start, end }) => start <= value && value <= end)?.asn;
        expect(openNetworkTable(buildNetworkTable(list))({ version: 4, value })).toBe(expected);
      }),
    );
  });

  it('is read at any place in memory, and not where it is damaged', () => {
    const table = buildNetworkTable(some);
    const shifted = new Uint8Array(table.length + 1);
    shifted.set(table, 1);
    expect(openNetworkTable(shifted.subarray(1))(addressOf('1.0.0.1'))).toBe(13335);
    expect(() => openNetworkTable(table.subarray(0, -4))).toThrow('damaged');
    expect(() => openNetworkTable(new Uint8Array(16))).toThrow('damaged');
  });
});
