import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import type { OAuthApp } from '#tests/support/oauth.ts';
import { beginOwnPage, makeOwnPagesApp, type OwnPage, send } from '#tests/support/own-pages.ts';
import { password } from '#tests/support/pools.ts';
import { leak } from './raw-request.ts';

let app: OAuthApp;
let page: OwnPage;

beforeAll(async () => {
  app = await makeOwnPagesApp({}, { AutoVerifiedAttributes: ['email'] });
  page = await beginOwnPage(app);
});

const actions = [
  'answer',
  'confirm',
  'continue',
  'goTo',
  'newAccount',
  'passkey',
  'resend',
  'resetPassword',
  'sendCode',
  'signIn',
  'signUp',
];

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    '',
    ' ',
    '\u0000',
    '\ud800',
    '{}',
    '__proto__',
    'a'.repeat(3000),
    0,
    -1,
    1e99,
    true,
    null,
    [],
    {},
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.jsonValue({ maxDepth: 3 }),
);

const texts =
  'username password preferred newPassword code choice email phoneNumber sub terms offer credential contextData'.split(
    ' ',
  );

const likely = () =>
  fc.constantFrom<unknown>(app.user.username, password, '123456', 'EMAIL_OTP', app.user.sub, '{"id":"x"}');

const bodies = () =>
  fc.record(
    {
      action: fc.oneof({ weight: 9, arbitrary: fc.constantFrom<unknown>(...actions) }, { weight: 1, arbitrary: odd }),
      to: fc.oneof(fc.constantFrom<unknown>('signIn', 'signUp', 'forgotPassword'), odd),
      attributes: fc.oneof(fc.constant<unknown>({ email: 'ada@example.com' }), odd),
      ...Object.fromEntries(texts.map((name) => [name, fc.oneof(likely(), odd)])),
    },
    { requiredKeys: ['action'] },
  );

const assertPlain = async (answer: Response, said: string): Promise<number | undefined> => {
  const text = await answer.text();
  const told = `${said.slice(0, 600)} → ${answer.status} ${text.slice(0, 300)}`;
  expect(answer.status, told).toBeLessThan(500);
  expect(text, told).not.toMatch(leak);
  return JSON.parse(text).turn;
};

const post = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  send(page.id, { method: 'POST', cookies: page.agent.cookies, body, headers });

it('answers any step, in turn or not, with JSON that tells nothing of the inside', async () => {
  let turn = 0;
  await fc.assert(
    fc.asyncProperty(bodies(), fc.boolean(), odd, async (given, isInTurn, other) => {
      const body = JSON.stringify({ ...given, turn: isInTurn ? turn : other });
      turn = (await assertPlain(await post(body), body)) ?? turn;
      // A sign-in that has come to its end takes nothing any more.
      const { step } = JSON.parse(await (await send(page.id, { cookies: page.agent.cookies })).text());
      if (step === 'done') {
        page = await beginOwnPage(app);
        turn = 0;
      }
    }),
    { numRuns: 60 },
  );
});

it('answers any body and any id', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.string({ unit: 'binary', maxLength: 200 }),
        fc.json(),
        fc.constantFrom('', '[]', '"', 'x'.repeat(60_000)),
      ),
      fc.constantFrom(
        'application/json',
        'text/plain',
        'application/x-www-form-urlencoded',
        'application/json; charset=x',
      ),
      async (body, type) => {
        await assertPlain(await post(body, { 'content-type': type }), body);
      },
    ),
    { numRuns: 40 },
  );
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 120 }), async (id) => {
      const answer = await send(encodeURIComponent(id), { cookies: page.agent.cookies });
      expect([403, 404]).toContain(answer.status);
    }),
    { numRuns: 20 },
  );
});

// Hashes take every half of a surrogate pair for the same: another password would do as well.
it.each([
  [
    'half a surrogate pair',
    Buffer.from(JSON.stringify({ turn: 0, action: 'signIn', username: 'ada', password: 'a\ud800' })),
  ],
  [
    'what is nested deep',
    Buffer.from(`{"turn":0,"action":"signIn","attributes":${'['.repeat(2000)}${']'.repeat(2000)}}`),
  ],
])('takes no body with %s', async (_what, body) => {
  const { id, agent } = await beginOwnPage(app);
  const answer = await send(id, { method: 'POST', cookies: agent.cookies, body });
  expect(answer.status).toBe(400);
  expect(JSON.parse(await answer.text()).error).toMatchObject({
    code: 'InvalidParameterException',
    message: 'The body is no JSON.',
  });
});
