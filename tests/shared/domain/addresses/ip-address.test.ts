import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  connectionOf,
  isInRange,
  readAddress,
  readRange,
  readViewerAddress,
  siteOf,
} from '#shared/domain/addresses/ip-address.ts';

const connection = (text: string): string | undefined => {
  const address = readViewerAddress(text);
  return address && connectionOf(address);
};

describe('the connection that an address stands for', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['::FFFF:C000:0201', '192.0.2.1'],
    ['[2001:db8:1:2::1]', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:aaaa:bbbb:cccc:dddd', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
  ])('of %s is %s', (text, expected) => {
    expect(connection(text)).toBe(expected);
  });

  it.each(['', 'localhost', '1.2.3', '256.1.1.1', '01.2.3.4', '1.2.3.4:80', '::ffff:1.2.3', '1:2:3', 'fe80::1%eth0'])(
    'is not known of %j',
    (text) => {
      expect(connection(text)).toBeUndefined();
    },
  );

  it('is the same for all addresses of one IPv6 network', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        const address = readAddress(text);
        if (!address) throw new Error(`${text} was not read.`);
        expect(connectionOf({ ...address, value: address.value ^ 1n })).toBe(connectionOf(address));
        expect(connectionOf({ ...address, value: address.value ^ (1n << 64n) })).not.toBe(connectionOf(address));
      }),
    );
  });
});

describe('a range of addresses', () => {
  const has = (cidr: string, text: string): boolean => {
    const [range, address] = [readRange(cidr), readViewerAddress(text)];
    if (!range || !address) throw new Error('not read');
    return isInRange(address, range);
  };

  it.each([
    ['10.0.0.0/8', '10.255.0.1', true],
    ['10.0.0.0/8', '11.0.0.1', false],
    ['10.0.0.0/8', '::ffff:10.0.0.1', true],
    ['192.0.2.7', '192.0.2.7', true],
    ['192.0.2.7', '192.0.2.6', false],
    ['0.0.0.0/0', '2001:db8::1', false],
    ['::/0', '10.0.0.1', false],
    ['2001:db8::/32', '2001:db8:ffff::1', true],
    ['2001:db8::/32', '2001:db9::1', false],
  ])('%s has %s: %s', (cidr, text, expected) => {
    expect(has(cidr, text)).toBe(expected);
  });

  it.each(['10.0.0.0/33', '::/129', '10.0.0.0/', '10.0.0.0/8/8', '/8', 'x/8', '10.0.0.0/-1'])('is not %j', (cidr) => {
    expect(readRange(cidr)).toBeUndefined();
  });
});

describe('the site of an address', () => {
  it.each([
    ['2001:db8:1:2::1', '2001:db8:1::/48'],
    ['2001:db8:1:ffff:aaaa:bbbb:cccc:dddd', '2001:db8:1::/48'],
    ['[2001:db8::1]', '2001:db8:0::/48'],
    ['192.0.2.1', undefined],
    ['::ffff:192.0.2.1', undefined],
    ['nowhere', undefined],
  ])('of %s is %s', (text, site) => {
    expect(siteOf(text)).toBe(site);
  });
});
