import { BlockList, isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isPublicAddress } from '#shared/domain/outbound/public-address.ts';

const byte = fc.integer({ min: 0, max: 255 });
const ipv4 = fc.tuple(byte, byte, byte, byte).map((bytes) => bytes.join('.'));

// node's own lists decide about IPv4, by ranges that are written here a second time.
const special = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  special.addSubnet(net, bits, 'ipv4');
}

// Half of the addresses are near the bounds of the ranges, where a mistake would be.
const near = fc.oneof(
  ipv4,
  fc
    .tuple(
      fc.constantFrom(
        '0',
        '10',
        '100.64',
        '100.127',
        '100.128',
        '127',
        '169.254',
        '172.15',
        '172.16',
        '172.31',
        '192.0',
      ),
      byte,
      byte,
      byte,
    )
    .map(([start, ...rest]) => [...start.split('.'), ...rest].slice(0, 4).join('.')),
);

describe('an address that may be fetched from', () => {
  test.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.215.14',
    '172.15.255.255',
    '172.32.0.0',
    '100.63.255.255',
    '100.128.0.0',
    '2606:4700:4700::1111',
    '2a00:1450:4001:81b::200e',
  ])('is public: %s', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  test.each([
    ['this host', '0.0.0.0'],
    ['this host', '::'],
    ['loopback', '127.0.0.1'],
    ['loopback', '::1'],
    ['private', '10.1.2.3'],
    ['private', '172.31.255.255'],
    ['private', '192.168.0.1'],
    ['shared by a carrier', '100.64.0.1'],
    ['link-local', '169.254.169.254'],
    ['link-local', 'fe80::1'],
    ['link-local with a zone', 'fe80::1%eth0'],
    ['unique local', 'fd00:ec2::254'],
    ['site-local', 'fec0::1'],
    ['multicast', '224.0.0.1'],
    ['multicast', 'ff02::1'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['for documentation', '192.0.2.1'],
    ['for documentation', '2001:db8::1'],
    ['for documentation', '3fff::1'],
    ['IPv4-mapped', '::ffff:8.8.8.8'],
    ['IPv4-mapped', '::ffff:7f00:1'],
    ['IPv4-compatible', '::127.0.0.1'],
    ['NAT64', '64:ff9b::7f00:1'],
    ['NAT64 of a network', '64:ff9b:1::1'],
    ['6to4', '2002:7f00:1::1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['no address', 'localhost'],
    ['no address', ''],
    ['no address', '8.8.8'],
    ['no address', '08.8.8.8'],
    ['no address', '8.8.8.256'],
    ['no address', '2606:4700::1111]@['],
  ])('is not one that is %s: %s', (_what, address) => {
    expect(isPublicAddress(address)).toBe(false);
  });

  test('is an IPv4 address of no special range, and nothing else', () => {
    fc.assert(
      fc.property(near, (address) => {
        expect(isPublicAddress(address)).toBe(!special.check(address, 'ipv4'));
      }),
    );
  });

  test('is never an IPv6 address that has an IPv4 address in it', () => {
    const prefixes = fc.constantFrom('::ffff:', '::', '64:ff9b::', '::ffff:0:');
    fc.assert(
      fc.property(prefixes, ipv4, (prefix, address) => {
        expect(isPublicAddress(`${prefix}${address}`)).toBe(false);
      }),
    );
  });

  test('is an IPv6 address of global unicast', () => {
    const global = new BlockList();
    global.addSubnet('2000::', 3, 'ipv6');
    const out = new BlockList();
    out.addSubnet('2001::', 23, 'ipv6');
    out.addSubnet('2001:db8::', 32, 'ipv6');
    out.addSubnet('2002::', 16, 'ipv6');
    out.addSubnet('3fff::', 20, 'ipv6');
    const starts = fc.constantFrom('2000', '2001', '2002', '2003', '3fff', '1fff', '4000', 'fc00', 'fe80');
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff })).map((value) => value.toString(16));
    const ipv6 = fc
      .tuple(fc.oneof(starts, group), fc.array(group, { minLength: 7, maxLength: 7 }))
      .map(([first, rest]) => [first, ...rest].join(':'));
    fc.assert(
      fc.property(ipv6, (address) => {
        expect(isPublicAddress(address)).toBe(global.check(address, 'ipv6') && !out.check(address, 'ipv6'));
      }),
    );
  });

  test('is an address at all, whatever the text is', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.ipV4Extended(), fc.ipV6()), (text) => {
        if (isPublicAddress(text)) expect(isIP(text)).not.toBe(0);
      }),
    );
  });
});
