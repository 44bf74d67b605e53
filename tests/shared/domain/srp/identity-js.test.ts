import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimKey, startExchange } from '#shared/domain/srp/server.ts';
import { createVerifier, pad, toNumber } from '#shared/domain/srp/verifier.ts';
import { deviceOfIdentityJs, startIdentityJs } from './identity-js-client.ts';

const poolName = 'Pool00001';

describe('SRP with amazon-cognito-identity-js', () => {
  it.each([
    ['a plain password', 'Correct-Horse1!'],
    ['letters with marks, composed and not', 'pässwo\u0308rd-1A'],
    ['an emoji and an unpaired surrogate', '🐙\ud800'],
    ['colons', ':a:b:'],
  ])('agrees on a key for %s, and not for another password', async (_what, password) => {
    const userId = 'zoë';
    const { salt, verifier } = createVerifier({ poolName, userId, password });
    const client = await startIdentityJs(poolName);
    const { A, b, u, srpB } = startExchange({ verifier, a: client.srpA });
    const key = claimKey({ verifier, A, b, u });
    expect(await client.keyFor(userId, password, srpB, salt)).toEqual(key);
    expect(await client.keyFor(userId, `${password} `, srpB, salt)).not.toEqual(key);
  });

  it('agrees on a key where the salt begins with zeros or with its top bit set', async () => {
    const client = await startIdentityJs(poolName);
    for (const first of ['0000', '0080', '80', 'ff', '7f']) {
      const salt = Buffer.from(first.padEnd(32, '1'), 'hex');
      const { verifier } = createVerifier({ poolName, userId: 'alice', password: 'x', salt });
      const { A, b, u, srpB } = startExchange({ verifier, a: client.srpA });
      expect(await client.keyFor('alice', 'x', srpB, salt)).toEqual(claimKey({ verifier, A, b, u }));
    }
  });

  it('makes the verifier that it makes for a device', async () => {
    const device = await deviceOfIdentityJs('-group', 'us-east-1_device');
    const salt = Buffer.from(device.salt, 'hex');
    const { password } = device;
    const { verifier } = createVerifier({ poolName: '-group', userId: 'us-east-1_device', password, salt });
    expect(verifier.toString('hex')).toBe(device.verifier);
  });

  it('pads every number as it does', async () => {
    const client = await startIdentityJs(poolName);
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 2n ** 128n }), (value) => {
        expect(pad(value).toString('hex')).toBe(client.padded(value.toString(16)));
        expect(toNumber(pad(value))).toBe(value);
      }),
    );
  });
});
