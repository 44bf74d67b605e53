import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pageOf } from '#shared/domain/passkeys/pages.ts';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';

const passkeyOf = (createdAt: number, index: number): Passkey => ({
  sub: 'sub',
  credentialId: `credential-${index}`,
  publicKey: new Uint8Array(),
  counter: 0,
  transports: [],
  friendlyName: 'Passkey',
  relyingPartyId: 'localhost',
  createdAt,
});

const all = fc.array(fc.nat(3), { maxLength: 20 }).map((times) => times.map(passkeyOf));

describe('pages of passkeys', () => {
  it('have each passkey once, oldest first, whatever their size', () => {
    fc.assert(
      fc.property(all, fc.integer({ min: 1, max: 20 }), (passkeys, limit) => {
        const shown: Passkey[] = [];
        let after: string | undefined;
        do {
          const page = pageOf(passkeys, { limit, ...(after !== undefined && { after }) });
          expect(page.passkeys.length).toBeLessThanOrEqual(limit);
          shown.push(...page.passkeys);
          after = page.next;
        } while (after !== undefined);
        expect(new Set(shown)).toEqual(new Set(passkeys));
        expect(shown).toHaveLength(passkeys.length);
        expect(shown.map(({ createdAt }) => createdAt)).toEqual(
          passkeys.map(({ createdAt }) => createdAt).sort((one, other) => one - other),
        );
      }),
    );
  });

  it('go on where they were when the last one shown is deleted', () => {
    const passkeys = [1, 2, 3].map(passkeyOf);
    const { next = '' } = pageOf(passkeys, { limit: 2 });
    expect(pageOf([...passkeys.slice(0, 1), ...passkeys.slice(2)], { limit: 2, after: next }).passkeys).toEqual(
      passkeys.slice(2),
    );
  });
});
