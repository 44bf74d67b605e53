import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import fc from 'fast-check';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify, SignJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { signToken, TokenRefusal, verifyToken } from '#shared/domain/tokens/signed-token.ts';
import type { Claims } from '#shared/domain/tokens/token-changes.ts';

const own = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const kid = 'YWJj+/8=';
const issuer = 'https://idp.example/us-east-1_abc';
const now = 1_800_000_000_500;
const seconds = Math.floor(now / 1000);

const claims = { sub: 'ada', iss: issuer, iat: seconds, exp: seconds + 1, scope: 'a b' };

const keyOf = (id: unknown): KeyObject | undefined => (id === kid ? own.publicKey : undefined);

const tryIt = async (verify: () => unknown): Promise<unknown> => {
  try {
    return { claims: await verify() };
  } catch (error) {
    if (error instanceof TokenRefusal) return error.reason;
    throw error;
  }
};

const byUs = (token: string): Promise<unknown> => tryIt(() => verifyToken(token, { keyOf, issuer, now }));

const byJose = (token: string): Promise<unknown> =>
  tryIt(async () => {
    try {
      // As its caller does, to learn the pool.
      decodeJwt(token);
      const key = keyOf(decodeProtectedHeader(token).kid);
      if (!key) throw new TokenRefusal('not signed');
      const options = { algorithms: ['RS256'], issuer, currentDate: new Date(now) };
      return (await jwtVerify(token, key, options)).payload;
    } catch (error) {
      if (error instanceof TokenRefusal) throw error;
      if (error instanceof errors.JWTExpired) throw new TokenRefusal('expired');
      throw new TokenRefusal(error instanceof errors.JWSSignatureVerificationFailed ? 'not signed' : 'malformed');
    }
  });

const toPart = (text: string | Uint8Array): string => Buffer.from(text).toString('base64url');

const forge = (header: string, payload: string, key = own.privateKey): string => {
  const signed = `${header}.${payload}`;
  return `${signed}.${toPart(sign('sha256', Buffer.from(signed), key))}`;
};

const headerOf = (members: object = {}): string => toPart(JSON.stringify({ kid, alg: 'RS256', ...members }));
const payloadOf = (members: object = {}): string => toPart(JSON.stringify({ ...claims, ...members }));

const token = forge(headerOf(), payloadOf());

describe('signToken', () => {
  it('makes the very token that jose makes', async () => {
    const text = fc.string({ unit: 'binary' });
    const value = fc.oneof(fc.jsonValue(), text);
    await fc.assert(
      fc.asyncProperty(text, fc.dictionary(text, value), async (id, members) => {
        const said = members as Claims;
        const expected = new SignJWT({ ...said }).setProtectedHeader({ kid: id, alg: 'RS256' });
        expect(await signToken(own.privateKey, id, said)).toBe(await expected.sign(own.privateKey));
      }),
    );
  });

  it('makes a token that jose accepts', async () => {
    const { payload, protectedHeader } = await jwtVerify(await signToken(own.privateKey, kid, claims), own.publicKey, {
      issuer,
      currentDate: new Date(now),
    });
    expect(payload).toEqual(claims);
    expect(JSON.stringify(protectedHeader)).toBe(JSON.stringify({ kid, alg: 'RS256' }));
  });
});

describe('verifyToken', () => {
  it('gives the claims of a token that is signed and holds', async () => {
    expect(await byUs(token)).toEqual({ claims });
  });

  const asSecret = own.publicKey.export({ format: 'pem', type: 'spki' });
  const pssKey = generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey;
  const atTheEnd = (part: string): string => forge(headerOf(), payloadOf()).concat(part);

  it.each<[string, string, unknown]>([
    ['expires now', forge(headerOf(), payloadOf({ exp: seconds })), 'expired'],
    ['expires in a second', forge(headerOf(), payloadOf({ exp: seconds + 1 })), { claims }],
    ['expires at a time that is no number', forge(headerOf(), payloadOf({ exp: `${seconds + 1}` })), 'malformed'],
    ['never expires', forge(headerOf(), payloadOf({ exp: undefined })), { claims: { ...claims, exp: undefined } }],
    ['does not hold yet', forge(headerOf(), payloadOf({ nbf: seconds + 1 })), 'malformed'],
    ['begins now', forge(headerOf(), payloadOf({ nbf: seconds })), { claims: { ...claims, nbf: seconds } }],
    ['was issued at no number', forge(headerOf(), payloadOf({ iat: 'now' })), 'malformed'],
    ['is of another issuer and expired', forge(headerOf(), payloadOf({ iss: 'x', exp: 1 })), 'malformed'],
    ['has its issuer in a list', forge(headerOf(), payloadOf({ iss: [issuer] })), 'malformed'],
    ['has no issuer', forge(headerOf(), payloadOf({ iss: undefined })), 'malformed'],
    ['another key signed', forge(headerOf(), payloadOf(), other.privateKey), 'not signed'],
    ['an RSA-PSS key signed', forge(headerOf(), payloadOf(), pssKey), 'not signed'],
    ['names another key', forge(headerOf({ kid: 'x' }), payloadOf()), 'not signed'],
    ['names no key', forge(headerOf({ kid: undefined }), payloadOf()), 'not signed'],
    ['is not signed', `${headerOf({ alg: 'none' })}.${payloadOf()}.`, 'malformed'],
    ['has an empty signature', `${headerOf()}.${payloadOf()}.`, 'not signed'],
    ['is of HS256', forge(headerOf({ alg: 'HS256' }), payloadOf()), 'malformed'],
    ['is of RS512', forge(headerOf({ alg: 'RS512' }), payloadOf()), 'malformed'],
    ['has its algorithm in a list', forge(headerOf({ alg: ['RS256'] }), payloadOf()), 'malformed'],
    ['has no algorithm', forge(headerOf({ alg: undefined }), payloadOf()), 'malformed'],
    ['has an extension', forge(headerOf({ crit: ['exp'], exp: 1 }), payloadOf()), 'malformed'],
    ['has null extensions', forge(headerOf({ crit: null }), payloadOf()), 'malformed'],
    ['has a payload that is not encoded', forge(headerOf({ crit: ['b64'], b64: false }), payloadOf()), 'malformed'],
    ['has a type', forge(headerOf({ typ: 'at+jwt' }), payloadOf()), { claims }],
    ['has a list for a payload', forge(headerOf(), toPart('[]')), 'malformed'],
    ['has no JSON for a payload', forge(headerOf(), toPart('{')), 'malformed'],
    ['has wrong UTF-8 in its payload', forge(headerOf(), toPart(Buffer.from([0x22, 0xff, 0x22]))), 'malformed'],
    ['has no payload', forge(headerOf(), ''), 'malformed'],
    ['has two parts', `${headerOf()}.${payloadOf()}`, 'malformed'],
    ['has four parts', atTheEnd('.'), 'malformed'],
    ['has five parts', atTheEnd('..'), 'malformed'],
    ['has a letter of base64 in its signature', `${headerOf()}.${payloadOf()}.+/8A`, 'malformed'],
  ])('does with a token that %s what jose does', async (_name, given, expected) => {
    expect(await byUs(given)).toEqual(expected);
    expect(await byJose(given)).toEqual(expected);
  });

  it('takes the public key for no secret', async () => {
    const secret = new TextEncoder().encode(String(asSecret));
    const confused = await new SignJWT(claims).setProtectedHeader({ kid, alg: 'HS256' }).sign(secret);
    expect(await byUs(confused)).toBe('malformed');
  });

  // jose understands this one extension where it changes nothing; our tokens never have it.
  it('understands no extension, not even that the payload is encoded', async () => {
    expect(await byUs(forge(headerOf({ crit: ['b64'], b64: true }), payloadOf()))).toBe('malformed');
  });

  it('accepts and refuses what jose does, whatever is changed in a text', async () => {
    const piece = fc.oneof(
      fc.constantFrom('', '.', '..', '=', '==', '+', '/', ' ', '\n', '\t', 'A', 'é', '\u{1f600}', '\u0000'),
      fc.string({ maxLength: 3 }),
    );
    const change = fc.record({ at: fc.nat(token.length), gone: fc.nat(3), piece });
    const atEnd = fc.record({ at: fc.constant(token.length), gone: fc.nat(3), piece });
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(change, atEnd), { minLength: 1, maxLength: 2 }), async (changes) => {
        const changed = changes.reduce((text, c) => text.slice(0, c.at) + c.piece + text.slice(c.at + c.gone), token);
        expect(await byUs(changed)).toEqual(await byJose(changed));
      }),
      { numRuns: 500 },
    );
  });

  it('accepts and refuses what jose does, whatever was signed', async () => {
    const time = fc.oneof(fc.constantFrom(seconds - 1, seconds, seconds + 1, seconds + 0.5, -1), fc.jsonValue());
    const some = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const header = fc.record(
      {
        alg: fc.oneof(fc.constantFrom('RS256', 'rs256', 'none', 'HS256', 'PS256', ''), fc.jsonValue()),
        kid: fc.oneof(fc.constantFrom(kid, `${kid}=`, ''), fc.jsonValue()),
        crit: fc.oneof(fc.constantFrom([], ['exp'], ['b64', 'b64'], ['kid'], null), fc.jsonValue()),
        typ: fc.jsonValue(),
      },
      { requiredKeys: [] },
    );
    const body = fc.record(
      { iss: some(fc.constantFrom(issuer, 'x')), iat: some(time), nbf: some(time), exp: some(time) },
      { requiredKeys: [] },
    );
    const raw = fc.oneof(fc.string().map(toPart), fc.json().map(toPart), fc.string());
    const key = fc.constantFrom(own.privateKey, own.privateKey, other.privateKey);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof({ arbitrary: header.map(headerOf), weight: 4 }, { arbitrary: raw, weight: 1 }),
        fc.oneof({ arbitrary: body.map(payloadOf), weight: 4 }, { arbitrary: raw, weight: 1 }),
        key,
        async (head, payload, by) => {
          const forged = forge(head, payload, by);
          expect(await byUs(forged)).toEqual(await byJose(forged));
        },
      ),
      { numRuns: 500 },
    );
  });
});

it('a token may name any of several issuers, and no other', async () => {
  const verify = (issuers: readonly string[]): Promise<unknown> =>
    tryIt(() => verifyToken(token, { keyOf, issuer: issuers, now }));
  expect(await verify(['https://idp.example/other', issuer])).toEqual({ claims });
  expect(await verify(['https://idp.example/other', `${issuer}/`])).toBe('malformed');
  expect(await verify([])).toBe('malformed');
});

describe('tokens of a key on P-256', () => {
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ofCurve = (id: unknown): KeyObject | undefined => (id === kid ? curve.publicKey : undefined);
  const verify = (given: string): Promise<unknown> => tryIt(() => verifyToken(given, { keyOf: ofCurve, issuer, now }));
  const es256 = headerOf({ alg: 'ES256' });
  const signedPart = `${es256}.${payloadOf()}`;
  const rawSignature = sign('sha256', Buffer.from(signedPart), { key: curve.privateKey, dsaEncoding: 'ieee-p1363' });

  it('are ES256, and jose accepts them', async () => {
    const made = await signToken(curve.privateKey, kid, claims);
    const { payload, protectedHeader } = await jwtVerify(made, curve.publicKey, {
      algorithms: ['ES256'],
      issuer,
      currentDate: new Date(now),
    });
    expect(payload).toEqual(claims);
    expect(JSON.stringify(protectedHeader)).toBe(JSON.stringify({ kid, alg: 'ES256' }));
    expect(Buffer.from(made.split('.')[2] ?? '', 'base64url')).toHaveLength(64);
    expect(await verify(made)).toEqual({ claims });
  });

  it('are accepted as jose makes them', async () => {
    const made = new SignJWT(claims).setProtectedHeader({ kid, alg: 'ES256' });
    expect(await verify(await made.sign(curve.privateKey))).toEqual({ claims });
  });

  it.each<[string, string, string]>([
    ['says RS256', `${headerOf()}.${payloadOf()}.${toPart(rawSignature)}`, 'malformed'],
    ['says ES384', `${headerOf({ alg: 'ES384' })}.${payloadOf()}.${toPart(rawSignature)}`, 'malformed'],
    ['an RSA key signed', forge(es256, payloadOf()), 'not signed'],
    ['has a signature in DER', forge(es256, payloadOf(), curve.privateKey), 'not signed'],
    ['has a signature of zeros', `${signedPart}.${toPart(Buffer.alloc(64))}`, 'not signed'],
    ['has no signature', `${signedPart}.`, 'not signed'],
    ['has a signature that is too short', `${signedPart}.${toPart(rawSignature.subarray(1))}`, 'not signed'],
    [
      'has a signature that is too long',
      `${signedPart}.${toPart(Buffer.concat([rawSignature, Buffer.alloc(1)]))}`,
      'not signed',
    ],
    ['another key signed', `${es256}.${payloadOf({ sub: 'x' })}.${toPart(rawSignature)}`, 'not signed'],
  ])('are refused where one %s', async (_name, given, reason) => expect(await verify(given)).toBe(reason));

  it('are not accepted under an RSA key, whatever their header says', async () => {
    expect(await byUs(`${signedPart}.${toPart(rawSignature)}`)).toBe('malformed');
    expect(await byUs(`${headerOf()}.${payloadOf()}.${toPart(rawSignature)}`)).toBe('not signed');
  });
});
