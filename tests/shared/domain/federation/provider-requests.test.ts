import { generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { appleSecret } from '#shared/domain/federation/apple-secret.ts';
import { providerRefusal, refusedAnswer } from '#shared/domain/federation/provider-refusals.ts';
import { withParameters } from '#shared/domain/federation/provider-request.ts';

describe('the address of a request to a provider', () => {
  it('has the parameters in their order, and blanks as %20', () => {
    const parameters = { client_id: 'a', scope: 'openid email', prompt: undefined, state: 'x+y' };
    expect(withParameters('https://idp.example.com/authorize', parameters)).toBe(
      'https://idp.example.com/authorize?client_id=a&scope=openid%20email&state=x%2By',
    );
  });

  it('keeps a query of its own', () => {
    expect(withParameters('https://idp.example.com/authorize?p=one', { a: 'b' })).toBe(
      'https://idp.example.com/authorize?p=one&a=b',
    );
  });

  it('gives back any text as it was', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const url = new URL(withParameters('https://idp.example.com/', { text, end: 'e' }));
        expect(url.searchParams.get('text')).toBe(text.toWellFormed());
        expect(url.searchParams.get('end')).toBe('e');
      }),
    );
  });
});

describe('the client secret of Sign in with Apple', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const client = { clientId: 'com.example.app', teamId: 'TEAM123456', keyId: 'KEY1234567' };

  it.each([
    ['the file as it is', pem],
    ['its base64 alone', pem.replace(/-----[A-Z ]+-----|\s/g, '')],
    ['the file with blanks for line breaks', pem.replaceAll('\n', ' ')],
  ])('is a token signed by the key: %s', async (_what, text) => {
    const secret = (await appleSecret({ ...client, privateKey: text }, Date.now())) ?? '';
    const { payload, protectedHeader } = await jwtVerify(secret, publicKey, {
      algorithms: ['ES256'],
      issuer: client.teamId,
      subject: client.clientId,
      audience: 'https://appleid.apple.com',
    });
    expect(protectedHeader.kid).toBe(client.keyId);
    expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(300);
  });

  it.each([
    ['no key', 'key'],
    ['nothing', ''],
    [
      'another curve',
      generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ],
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' })],
  ])('is not made with %s', async (_what, text) => {
    expect(await appleSecret({ ...client, privateKey: text.toString() }, Date.now())).toBeUndefined();
  });
});

describe('what apps hear of a refusal', () => {
  it.each([
    ['access_denied', 'Permissions error', 'access_denied', 'Permissions error'],
    ['user_cancelled_authorize', undefined, 'access_denied', 'user_cancelled_authorize'],
    ['login_required', undefined, 'login_required', 'login_required'],
    ['temporarily_unavailable', 'Later', 'temporarily_unavailable', 'Later'],
    ['invalid_scope', 'No such scope', 'invalid_request', 'invalid_scope: No such scope'],
    ['anything', undefined, 'invalid_request', 'anything'],
  ])('is %s of the provider: %s', (error, text, code, description) => {
    expect(providerRefusal(error, text)).toMatchObject({ code, description });
  });

  it('has no character that a description may not have, and is not long', () => {
    expect(refusedAnswer('a "b"\r\n\\c').description).toBe("a 'b' 'c");
    expect(refusedAnswer('a'.repeat(1000)).description).toHaveLength(512);
  });
});
