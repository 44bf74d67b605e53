import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countedAs } from '#shared/domain/messages/addresses.ts';

const email = (destination: string) => countedAs({ attribute: 'email', destination });

describe('countedAs', () => {
  it('takes ways to write one mailbox for one', () => {
    const plain = email('jürgen@müller.example');
    expect(email('JÜRGEN@MÜLLER.EXAMPLE')).toBe(plain);
    expect(email('Ju\u0308rgen@xn--mller-kva.example')).toBe(plain);
    expect(email('ｊürgen@müller.example')).toBe(plain);
  });

  it('keeps apart what only some providers take for one', () => {
    const all = ['ada.b@example.com', 'adab@example.com', 'ada.b+x@example.com', 'ada.b@example.org'].map(email);
    expect(new Set(all).size).toBe(4);
  });

  it('keeps addresses and numbers apart', () => {
    const number = '+12065551234';
    expect(countedAs({ attribute: 'phone_number', destination: number })).not.toBe(email(number));
  });

  it('finds nothing more to fold in what it folded', () => {
    fc.assert(
      fc.property(fc.emailAddress(), (address) => {
        const once = email(address).slice('email '.length);
        expect(email(once)).toBe(`email ${once}`);
        expect(email(address.toUpperCase())).toBe(`email ${once}`);
      }),
    );
  });
});
