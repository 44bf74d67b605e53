import { expect, it } from 'vitest';
import { addressFacts } from '#shared/gateways/address-data.ts';

it.each([
  ['193.0.6.139', 3333, 'NL'],
  ['2001:67c:2e8:22::c100:68b', 3333, 'NL'],
  ['130.59.31.80', 559, 'CH'],
  ['::ffff:130.59.31.80', 559, 'CH'],
  ['[2001:620:0:ff::5c]', 559, 'CH'],
])('knows the network and the country of %s', async (address, network, country) => {
  await expect(addressFacts(address)).resolves.toEqual({ network, country });
});

it.each(['127.0.0.1', '10.1.2.3', '::1', 'fe80::1', '2001:db8::1', 'example.com', ''])(
  'knows nothing of %j',
  async (address) => {
    await expect(addressFacts(address)).resolves.toEqual({ network: undefined, country: undefined });
  },
);
