import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { networkOf, newUserCode, readUserCode, shownUserCode } from '#shared/domain/oauth/device-request.ts';

describe('the code of a device', () => {
  it('is read as it is shown, in any case and with anything between its letters', () => {
    const between = fc.array(fc.constantFrom(' ', '-', '.', '\u2013', '1', '\u00e9'), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(between, { minLength: 8, maxLength: 8 }), (gaps) => {
        const code = newUserCode();
        const typed = gaps.map((gap, index) => `${gap.join('')}${code.charAt(index)}`).join('');
        expect(readUserCode(typed)).toBe(code);
        expect(readUserCode(shownUserCode(code).toLowerCase())).toBe(code);
      }),
    );
  });

  it('is nothing else', () => {
    for (const typed of ['', 'BCDFGHJ', 'BCDFGHJKL', 'ABCDFGHJ', '12345678', 'B'.repeat(1000)]) {
      expect(readUserCode(typed)).toBeUndefined();
    }
    fc.assert(fc.property(fc.string(), (text) => [undefined, 8].includes(readUserCode(text)?.length)));
  });
});

describe('the network of an address', () => {
  it.each([
    ['192.0.2.1', '192.0.2.1'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
    ['2001:DB8:1:2::', '2001:db8:1:2'],
    ['2001:db8::1', '2001:db8:0:0'],
    ['::ffff:192.0.2.1', '0:0:0:0:0:ffff:c000:201'],
    ['::1', '0:0:0:0'],
    ['unknown', 'unknown'],
  ])('%s counts for %s', (address, network) => expect(networkOf(address)).toBe(network));
});
