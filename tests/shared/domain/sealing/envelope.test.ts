import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { open, seal } from '#shared/domain/sealing/envelope.ts';

const key = randomBytes(32);

describe('an envelope', () => {
  it('gives back what was sealed', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (plain) => {
        expect(open(key, 'purpose', seal(key, 'purpose', plain))).toEqual(Buffer.from(plain));
      }),
    );
  });

  it('does not open under another key or for another purpose', () => {
    const sealed = seal(key, 'purpose', Buffer.from('secret'));
    expect(open(randomBytes(32), 'purpose', sealed)).toBeUndefined();
    expect(open(key, 'another', sealed)).toBeUndefined();
  });

  it('does not open with any byte changed or cut off', () => {
    const sealed = seal(key, 'purpose', Buffer.from('secret'));
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed);
      changed[at] = (changed[at] ?? 0) ^ 1;
      expect(open(key, 'purpose', changed)).toBeUndefined();
      expect(open(key, 'purpose', sealed.subarray(0, at))).toBeUndefined();
    }
  });

  it('opens nothing that was not sealed', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => open(key, 'purpose', bytes) === undefined));
  });
});
