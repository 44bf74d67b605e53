import { randomUUID } from 'node:crypto';
import { UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';
import { createMask } from './mask.ts';
import { app, type Leg } from './step.ts';
import type { Passed } from './walk.ts';

const start = Date.parse('2026-01-01T00:00:00Z');
const step = app('GetUser', 'who it is', {});
const leg: Leg = { name: 'account', clock: 'journey', steps: [step] };

const token = (claims: object): string => `${new UnsecuredJWT({ ...claims }).encode()}c2ln`;

/** What a stack with ports and ids of its own answers to one request after another. */
const build = (port: number, ...answers: readonly Partial<Passed>[]) => {
  const endpoint = `http://localhost:${port}`;
  const stack = {
    endpoint,
    region: 'us-east-1',
    mailboxUrl: `${endpoint}/mailbox`,
    lambda: { endpoint, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } },
    accessKeyId: `GATEKEYOF${port}`,
    secretAccessKey: 'secret',
    stop: async () => undefined,
  };
  const usual = { leg, step, status: 200, headers: {}, body: {}, mail: undefined, sent: '', trouble: undefined };
  return { mask: createMask({ stack, start }), passed: answers.map((answer): Passed => ({ ...usual, ...answer })) };
};

const answersOf = (port: number, more: Partial<Passed> = {}, claims: object = {}) => {
  const sub = randomUUID();
  const iss = `http://localhost:${port}/us-east-1_Abcde${port}`;
  const issued = { iat: start / 1000 + 7, exp: start / 1000 + 3607 };
  return build(
    port,
    { body: { UserSub: sub, Session: `${port}`.repeat(20) } },
    {
      headers: { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID(), date: `${port}` },
      body: { Username: sub, IdToken: token({ sub, iss, ...issued, ...claims }), At: start / 1000 + 7.25 },
      mail: { to: 'ada@example.com', channel: 'EMAIL', body: `Your code is ${port}00.`, code: `${port}00` },
      ...more,
    },
  );
};

const told = (more: Partial<Passed> = {}, claims: object = {}): readonly string[] =>
  differences(answersOf(4001), answersOf(4002, more, claims)).flatMap(({ lines }) => lines);

describe('differences', () => {
  it('are none where ids, secrets, codes and ports alone are others', () => {
    expect(told()).toEqual([]);
  });

  it.each([
    ['a status', { status: 400 }, {}, 'status: 200 → 400'],
    ['a text', { body: { message: 'No.' } }, {}, 'body.message: nothing → "No."'],
    [
      'a header',
      { headers: { 'content-type': 'text/plain' } },
      {},
      'headers.content-type: "application/json" → "text/plain"',
    ],
    ['a claim', {}, { email: 'ada@example.com' }, 'body.IdToken.claims.email: nothing → "ada@example.com"'],
    ['a lifetime', {}, { exp: start / 1000 + 3608 }, 'body.IdToken.seconds: 3600 → 3601'],
    ['an id that is another one', { body: { Username: randomUUID() } }, {}, 'body.Username: "<uuid 1>" → "<uuid 2>"'],
    [
      'a message',
      { mail: { to: 'ada@example.com', channel: 'EMAIL', body: 'Code: 1234.', code: '1234' } },
      {},
      'mail.body: "Your code is <code>." → "Code: <code>."',
    ],
    ['what the journey does not expect', { trouble: 'it answers 500' }, {}, 'trouble: nothing → "it answers 500"'],
  ] as const)('tell %s', (_case, more, claims, expected) => {
    expect(told(more, claims)).toContain(expected);
  });

  it('tell of what went wrong in both', () => {
    const answer = { trouble: '{{pool}} is not known.' };
    expect(differences(build(4001, answer), build(4002, answer))).toEqual([
      { step: 'account 1: who it is (GetUser)', lines: ['in both: {{pool}} is not known.'] },
    ]);
  });
});
