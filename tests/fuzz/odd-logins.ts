import fc from 'fast-check';
import { odd } from './odd-values.ts';
import { assertPlain, sendRaw } from './raw-request.ts';

const part = (value: unknown): string => Buffer.from(JSON.stringify(value) ?? '').toString('base64url');

const claims = fc.dictionary(fc.constantFrom('iss', 'sub', 'aud', 'exp', 'iat', 'amr', 'token_use', '__proto__'), odd);
const header = fc.dictionary(fc.constantFrom('alg', 'kid', 'typ', 'crit', 'jwk', 'jku', 'b64'), odd);

const inBase64 = (text: string): string => Buffer.from(text).toString('base64');

/** A token with a part taken away, put in, or replaced. */
const alike = (token: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(token.length), fc.nat(8), fc.string({ unit: 'grapheme-ascii', maxLength: 8 }))
    .map(([at, length, text]) => token.slice(0, at) + text + token.slice(at + length));

/** Tokens that are almost that one, or nothing like it. */
const oddTokens = (token: string): fc.Arbitrary<unknown> =>
  fc.oneof(
    odd,
    alike(token),
    // What a base64 token holds.
    alike(Buffer.from(token, 'base64').toString('latin1')).map((text) =>
      Buffer.from(text, 'latin1').toString('base64'),
    ),
    fc.string({ unit: 'binary', maxLength: 60 }).map(inBase64),
    fc.string({ unit: 'grapheme', maxLength: 60 }).map((text) => inBase64(`<samlp:Response ${text}`)),
    fc.tuple(header, claims).map(([head, body]) => `${part(head)}.${part(body)}.${token.split('.')[2] ?? ''}`),
    claims.map((body) => `${token.split('.')[0] ?? ''}.${part(body)}.x`),
  );

/** Sends odd logins to an identity pool. Each has to be answered, or refused by an exception of the API. */
export const assertOddLogins = async (IdentityPoolId: string, name: string, token: string): Promise<void> => {
  await fc.assert(
    fc.asyncProperty(oddTokens(token), async (login) => {
      const body = JSON.stringify({ IdentityPoolId, Logins: { [name]: login } });
      assertPlain(await sendRaw('AWSCognitoIdentityService.GetId', body, { signed: false }), body);
    }),
    { numRuns: 120 },
  );
};
