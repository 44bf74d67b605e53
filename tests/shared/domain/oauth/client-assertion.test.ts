import { SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { readClientAssertion } from '#shared/domain/oauth/client-assertion.ts';
import { newEcKeys } from '#tests/support/client-keys.ts';

const audience = 'https://auth.example.com/pool';

const assertionUntil = (exp: number): Promise<string> =>
  new SignJWT({ iss: 'c', sub: 'c', aud: audience, exp, jti: 'j' })
    .setProtectedHeader({ alg: 'ES256' })
    .sign(newEcKeys().privateKey);

describe('a client assertion', () => {
  it.each([2000, 2000.25, 2000.999])('until %d is not taken at the moment when it would count again', async (exp) => {
    const token = await assertionUntil(exp);
    const at = (now: number) => readClientAssertion(token, { clientId: 'c', audiences: new Set([audience]), now });
    const expiresAt = at(1_990_000)?.expiresAt ?? 0;

    expect(expiresAt).toBe(exp * 1000);
    expect(at(expiresAt - 1)).toBeDefined();
    expect(at(expiresAt)).toBeUndefined();
  });
});
