import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { aClient, askRegistration, makeOpenPool, type OpenPool, register } from '#tests/support/registration.ts';
import { stack } from '#tests/support/stack.ts';

const leak = /node_modules|\.ts:\d|at .*\(.*:\d+:\d+\)|dynamodb|ConditionExpression/i;

const odd = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom('', '%', '%00', '\u0000', '__proto__', 'x'.repeat(3000), 'https://', 'http://[', 'a:b', '\ud800'),
  fc.webUrl({ withFragments: true, withQueryParameters: true }),
);

const value: fc.Arbitrary<unknown> = fc.oneof(odd, fc.jsonValue({ maxDepth: 3 }), fc.array(odd, { maxLength: 30 }));

const members = [
  ...Object.keys(aClient),
  'client_id',
  'scope',
  'jwks',
  'jwks_uri',
  'backchannel_logout_uri',
  'backchannel_logout_session_required',
  'client_uri',
  'logo_uri',
  '__proto__',
];

const metadata = fc.oneof(
  value,
  fc.dictionary(fc.constantFrom(...members), value),
  fc.dictionary(fc.constantFrom(...members), value).map((odd) => ({ ...aClient, ...odd })),
);

const assertPlain = async (answer: Response): Promise<void> => {
  const text = await answer.text();
  expect(answer.status, text).toBeLessThan(500);
  expect(text).not.toMatch(leak);
  if (!answer.ok && text !== '') expect(typeof JSON.parse(text).error).toBe('string');
};

let pool: OpenPool;

// An address may register so many clients in an hour.
let hours = 0;
const ahead = (): number => {
  hours += 1;
  return (hours % 23) * 3_600_000;
};

beforeAll(async () => {
  pool = await makeOpenPool();
});

describe('registration', () => {
  it('answers any metadata with a client or an error of OAuth', async () => {
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        const body = JSON.stringify(given) ?? '';
        await assertPlain(await askRegistration(`/${pool.poolId}/oauth2/register`, body, { ahead: ahead() }));
      }),
      { numRuns: 200 },
    );
  });

  it('answers any bytes and any token', async () => {
    const token = fc.option(fc.stringMatching(/^[\x21-\x7e]{1,80}$/), { nil: undefined });
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 200 }), token, async (body, given) => {
        await assertPlain(
          await askRegistration(`/${pool.poolId}/oauth2/register`, body, { token: given, ahead: ahead() }),
        );
      }),
      { numRuns: 100 },
    );
  });

  it('answers any change of a registration', async () => {
    const { client_id, registration_client_uri: uri, registration_access_token: token } = await register(pool);
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        const whole = typeof given === 'object' && given !== null ? { client_id, ...given } : given;
        await assertPlain(await askRegistration(uri, JSON.stringify(whole) ?? '', { method: 'PUT', token }));
      }),
      { numRuns: 100 },
    );
  });

  it('answers any path to a registration and to the metadata of an API', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 100 }), async (name) => {
        const path = encodeURIComponent(name.toWellFormed()).replaceAll('%2F', '/');
        await assertPlain(await askRegistration(`/oauth2/register/x${path}`, undefined, { method: 'GET', token: 'x' }));
        const answer = await fetch(`${stack().endpoint}/${pool.poolId}/.well-known/oauth-protected-resource/x${path}`);
        expect(answer.status).toBeLessThan(500);
      }),
      { numRuns: 60 },
    );
  });
});
