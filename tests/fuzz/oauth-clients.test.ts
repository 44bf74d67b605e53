import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { assertionFields, makeKeyClient, newAssertion, newEcKeys } from '#tests/support/client-keys.ts';
import { newProof, newProofKeys } from '#tests/support/dpop.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';

const leak = /node_modules|\.ts:\d|at .*\(.*:\d+:\d+\)|dynamodb|ConditionExpression/i;

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 50 }),
  fc.string({ maxLength: 50 }),
  fc.constantFrom('', '.', 'a.b.c', 'a.b.c.d.e', '%', '%00', '\u0000', '__proto__', 'a'.repeat(3000)),
);

describe.each(['/oauth2/revoke', '/oauth2/introspect', '/oauth2/userInfo', '/oauth2/token', '/oauth2/par'])(
  '%s',
  (path) => {
    let pool: TestPool;
    let goodProof: string;
    let sound: Readonly<Record<string, string>>;

    beforeAll(async () => {
      pool = await makePool({}, { GenerateSecret: true });
      const { AccessToken = '', RefreshToken = '' } = await signIn(pool, await makeUser(pool));
      const keys = newEcKeys();
      const client = await makeKeyClient(pool, [keys]);
      goodProof = await newProof(newProofKeys(), { path });
      sound = {
        grant_type: 'client_credentials',
        client_id: pool.clientId,
        client_secret: pool.clientSecret ?? '',
        token: RefreshToken,
        access_token: AccessToken,
        ...assertionFields(await newAssertion(client, keys)),
      };
    });

    const assertPlain = async (init: RequestInit, query = ''): Promise<void> => {
      const answer = await fetch(`${stack().endpoint}${path}${query}`, init);
      const text = await answer.text();
      expect(answer.status, text).toBeLessThan(500);
      expect(text).not.toMatch(leak);
      if (!answer.ok && text !== '') expect(typeof JSON.parse(text).error).toBe('string');
    };

    const fieldsOf = (names: readonly string[]) =>
      fc.record(Object.fromEntries(names.map((name) => [name, fc.oneof(odd, fc.constant(sound[name] ?? ''))])), {
        requiredKeys: [],
      });

    it('answers any fields with an answer or an error of OAuth', async () => {
      await fc.assert(
        fc.asyncProperty(fieldsOf(Object.keys(sound)), async (fields) => {
          const given = Object.entries(fields).map(([name, value]) => [name, String(value)]);
          await assertPlain({ method: 'POST', body: new URLSearchParams(Object.fromEntries(given)) });
        }),
        { numRuns: 100 },
      );
    });

    it('answers any header, body and query with an answer or an error of OAuth', async () => {
      // What HTTP itself lets through.
      const header = fc.string({ unit: fc.constantFrom(...'aZ0 :=+/.,"%-_~\u00e4'), maxLength: 60 });
      const authorization = fc.tuple(fc.constantFrom('Basic ', 'basic ', 'Bearer ', 'DPoP ', ''), header);
      const type = fc.constantFrom('application/x-www-form-urlencoded', 'application/json', 'text/plain', '');
      await fc.assert(
        fc.asyncProperty(authorization, type, odd, odd, async ([scheme, value], contentType, body, query) => {
          const headers = { authorization: `${scheme}${value}`, 'content-type': contentType };
          await assertPlain({ method: 'POST', body, headers });
          await assertPlain({ headers }, `?${encodeURIComponent(query)}`);
        }),
        { numRuns: 100 },
      );
    });

    it('answers any proof of a key with an answer or an error of OAuth', async () => {
      // What HTTP itself lets through.
      const token = fc.string({ unit: fc.constantFrom(...'aZ0=+/.,"%-_~ '), maxLength: 60 });
      const json = fc.json().map((text) => Buffer.from(text).toString('base64url'));
      const part = fc.oneof(token, json, fc.constantFrom(...goodProof.split('.')));
      await fc.assert(
        fc.asyncProperty(fc.array(part, { maxLength: 4 }), async (parts) => {
          const headers = { dpop: parts.join('.'), authorization: `DPoP ${sound.access_token}` };
          const { client_id = '', client_secret = '' } = sound;
          const fields = { grant_type: 'client_credentials', client_id, client_secret, token: 'a' };
          await assertPlain({ method: 'POST', body: new URLSearchParams(fields), headers });
        }),
        { numRuns: 100 },
      );
    });

    it('answers any assertion with an answer or an error of OAuth', async () => {
      const part = fc.oneof(
        odd,
        fc.json().map((json) => Buffer.from(json).toString('base64url')),
        fc
          .record(
            { iss: odd, sub: odd, aud: fc.oneof(odd, fc.array(odd)), exp: fc.double(), jti: odd, alg: odd, kid: odd },
            { requiredKeys: [] },
          )
          .map((claims) => Buffer.from(JSON.stringify(claims)).toString('base64url')),
      );
      await fc.assert(
        fc.asyncProperty(part, part, part, async (...parts) => {
          const fields = { client_id: pool.clientId, token: 'a', ...assertionFields(parts.join('.')) };
          await assertPlain({ method: 'POST', body: new URLSearchParams(fields) });
        }),
        { numRuns: 100 },
      );
    });
  },
);
