import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isChallenge, isVerified } from '#shared/domain/oauth/pkce.ts';

// RFC 7636 appendix B.
const verifier = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';
const challenge = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM';

const unreserved = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~'];
const verifiers = fc.string({ unit: fc.constantFrom(...unreserved), minLength: 43, maxLength: 128 });
const challengeOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

describe('a code challenge', () => {
  it('is the SHA-256 of its verifier', () => {
    expect(isVerified(challenge, verifier)).toBe(true);
    fc.assert(
      fc.property(verifiers, (text) => {
        expect(isChallenge(challengeOf(text))).toBe(true);
        expect(isVerified(challengeOf(text), text)).toBe(true);
      }),
    );
  });

  it('is not met by another verifier', () => {
    fc.assert(
      fc.property(verifiers, verifiers, (text, other) => {
        fc.pre(text !== other);
        expect(isVerified(challengeOf(text), other)).toBe(false);
      }),
    );
  });

  it.each([undefined, '', challenge, verifier.slice(1), `${verifier}=`, verifier.toLowerCase(), ` ${verifier}`])(
    'is not met by %j',
    (other) => {
      expect(isVerified(challenge, other)).toBe(false);
    },
  );

  it.each([
    ['too short', 'a'.repeat(42)],
    ['too long', 'a'.repeat(129)],
    ['in odd characters', `${'a'.repeat(42)}+`],
    ['in another script', 'ä'.repeat(43)],
  ])('is not met by a verifier that is %s, even if it is that one', (_case, text) => {
    expect(isVerified(challengeOf(text), text)).toBe(false);
  });

  it.each(['', verifier.slice(1), `${challenge}=`, `${challenge}a`, challenge.replace('-', '+'), `${challenge}\n`])(
    'is not of the form %j',
    (text) => {
      expect(isChallenge(text)).toBe(false);
    },
  );
});
