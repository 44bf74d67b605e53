import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertDomain, type CustomDomain } from '#shared/domain/user-pool-domains/pool-domain.ts';
import { isException } from '#shared/errors/exception.ts';

const custom: CustomDomain = { certificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/first' };

/** True where the domain may be; false where it is refused in the API's way. */
const mayBe = (name: string, of: CustomDomain | undefined, served: readonly string[] = [name]): boolean => {
  try {
    assertDomain(name, { managedLoginVersion: undefined, custom: of }, served);
    return true;
  } catch (error) {
    if (!isException(error, 'InvalidParameterException')) throw error;
    return false;
  }
};

// Of `xn--`, few continuations are Punycode.
const nameLike = fc
  .oneof(
    fc.string(),
    fc.stringMatching(/^[a-z0-9.-]{1,63}$/),
    fc.stringMatching(/^[a-z0-9]{1,2}(\.[a-z0-9-]{1,3}){2,3}$/),
  )
  .filter((name) => !name.includes('xn--'));

describe('the name of a domain', () => {
  it('is a label of a host name where it is a prefix', () => {
    fc.assert(
      fc.property(nameLike, (name) => {
        if (mayBe(name, undefined)) expect(new URL(`https://${name}.example.com`).host).toBe(`${name}.example.com`);
      }),
    );
  });

  it('is a host name of three labels or more where it is a custom domain, and one that is served', () => {
    fc.assert(
      fc.property(nameLike, (name) => {
        if (mayBe(name, custom)) expect(new URL(`https://${name}/`).host).toBe(name);
        expect(mayBe(name, custom, ['auth.example.com'])).toBe(name === 'auth.example.com');
      }),
    );
    for (const name of ['auth.example.com', 'a.b.c.d', 'x-1.2.example'])
      expect([name, mayBe(name, custom)]).toEqual([name, true]);
  });

  it('holds no reserved word where it is a prefix, and may hold one as a custom domain', () => {
    for (const word of ['aws', 'amazon', 'cognito']) {
      expect(mayBe(`my${word}`, undefined)).toBe(false);
      expect(mayBe(`${word}.example.com`, custom)).toBe(true);
    }
  });
});
