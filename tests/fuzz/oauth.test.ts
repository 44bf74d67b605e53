import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { challengeNames } from '#shared/domain/sign-in/sign-in-facts.ts';
import { packQuestion } from '#shared/pages/question.ts';
import { newEcKeys } from '#tests/support/client-keys.ts';
import { deviceGrant, startDevice } from '#tests/support/device-grant.ts';
import {
  authorizePath,
  callback,
  makeOAuthApp,
  newCode,
  newTokens,
  type OAuthApp,
  postForm,
} from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';
import {
  accessTokenType,
  allowGrants,
  foreignToken,
  jwtBearer,
  jwtType,
  tokenExchange,
  trustIssuer,
} from '#tests/support/token-exchange.ts';
import { formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';
import { leak } from './raw-request.ts';

interface Declared {
  readonly events?: readonly { readonly httpApi?: string }[];
}

const routesIn = (file: string): string[] => {
  const functions: Readonly<Record<string, Declared>> = parse(readFileSync(file, 'utf8'));
  return Object.values(functions).flatMap(({ events = [] }) => events.flatMap(({ httpApi }) => httpApi ?? []));
};

const routes = ['functions/oauth/functions.yml', 'functions/pages/functions.yml']
  .flatMap(routesIn)
  .filter((route) => !route.includes('.well-known'))
  .map((route) => route.split(' '));

it('knows every endpoint', () => {
  expect(routes.map((route) => route.join(' '))).toEqual(
    expect.arrayContaining([
      'GET /oauth2/authorize',
      'POST /oauth2/token',
      'POST /oauth2/par',
      'POST /oauth2/device_authorization',
      'POST /device',
      'POST /login',
      'POST /signup',
      'POST /confirm',
      'POST /confirmUser',
      'POST /eventFeedback',
      'POST /resendcode',
      'POST /forgotPassword',
      'POST /confirmforgotPassword',
      'POST /passkeys/add',
      'POST /logout',
      'GET /error',
    ]),
  );
});

let app: OAuthApp;
let agent: UserAgent;
let likely: Readonly<Record<string, readonly string[]>>;

beforeAll(async () => {
  app = await makeOAuthApp({}, { AutoVerifiedAttributes: ['email'] });
  agent = newUserAgent();
  await allowGrants(app, [deviceGrant, tokenExchange, jwtBearer]);
  const theirs = newEcKeys();
  await trustIssuer(app, 'https://idp.example.com', theirs, { UsernameClaim: 'name' });
  const foreign = { iss: 'https://idp.example.com', aud: 'https://id.example.com', sub: 's', name: app.user.username };
  const assertion = await foreignToken(theirs, foreign);
  const device = await startDevice(app);
  const asked = { client_id: app.clientId, response_type: 'code', redirect_uri: callback };
  const pushed: { request_uri: string } = JSON.parse(await (await postForm('/oauth2/par', asked)).text());
  const code = await newCode(app, {}, agent);
  const tokens = await newTokens(app);
  const page = formIn(await (await agent.get(authorizePath(app, {}, '/login'))).text());
  // The browser also knows where a code went.
  const { username } = app.user;
  await submit(agent, await agent.get(authorizePath(app, {}, '/forgotPassword')), { username });
  likely = {
    client_id: [app.clientId],
    redirect_uri: ['https://app.example.com/callback'],
    logout_uri: ['https://app.example.com/bye'],
    post_logout_redirect_uri: ['https://app.example.com/bye'],
    response_type: ['code', 'token', 'add_passkey', 'device_code'],
    response_mode: ['query', 'fragment', 'form_post'],
    grant_type: ['authorization_code', 'refresh_token', 'client_credentials', deviceGrant, tokenExchange, jwtBearer],
    assertion: [assertion],
    subject_token: [tokens.access_token, assertion],
    subject_token_type: [accessTokenType, jwtType],
    actor_token: [tokens.access_token],
    actor_token_type: [accessTokenType],
    requested_token_type: [accessTokenType],
    audience: ['https://api.example.com'],
    scope: ['openid', 'openid email'],
    code: [code],
    code_challenge: ['a'.repeat(43)],
    code_challenge_method: ['S256', 'plain'],
    code_verifier: ['a'.repeat(43)],
    refresh_token: [tokens.refresh_token],
    token: [tokens.access_token, tokens.refresh_token],
    access_token: [tokens.access_token],
    id_token_hint: [tokens.id_token],
    client_assertion: [tokens.id_token],
    client_assertion_type: ['urn:ietf:params:oauth:client-assertion-type:jwt-bearer'],
    client_secret: ['secret'],
    aws_client_metadata: ['{}', '{"a":"b"}'],
    state: ['s'],
    nonce: ['n'],
    prompt: ['none', 'login'],
    max_age: ['0', '60'],
    acr_values: ['1'],
    login_hint: [app.user.username],
    resource: ['https://api.example.com'],
    request: ['eyJ9.e30.'],
    request_uri: ['https://api.example.com', 'urn:ietf:params:oauth:request_uri:a', pushed.request_uri],
    dpop_jkt: ['a'.repeat(43)],
    user_code: [device.user_code, 'BCDF-GHJK'],
    device_code: [device.device_code, 'a'],
    sub: [app.user.sub],
    error: ['invalid_request'],
    username: [app.user.username],
    password: [password],
    question: challengeNames.map((challenge) =>
      packQuestion({ challenge, session: 'x', username: 'ada', parameters: {}, choices: ['EMAIL_OTP'] }),
    ),
    signInAs: [app.user.sub, 'nobody'],
    differentUser: ['true'],
    terms: ['a.1 b.2'],
    credential: ['{}', '{"id":"x"}'],
    new_password: [password],
    EMAIL: ['ada@example.com'],
    PHONE_NUMBER: ['+12345678900'],
    cognitoAsfData: ['', 'None'],
    answer: ['1', 'allow', 'deny'],
    otherWay: ['1'],
    'requiredAttributes[email]': ['ada@example.com'],
    confirmPassword: [password],
    user_name: [app.user.username],
    confirmation_code: ['123456'],
    authentication_code: ['123456'],
    _csrf: [page.fields._csrf ?? ''],
  };
});

const oddText = fc.oneof(
  fc.constantFrom('', ' ', '\u0000', '%', '%00', '\ud800', '{}', '[]', 'null', '__proto__', '../..', '\r\nX: y', '..'),
  fc.constantFrom(
    'a'.repeat(3000),
    '😀'.repeat(300),
    'é'.repeat(1025),
    'a.b.c',
    'a.b.c.d.e',
    'eyJhbGciOiJub25lIn0.e30.',
  ),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
);

/** Names, each with a number that chooses a likely value, or with something that is none. */
const fields = fc.array(
  fc.tuple(
    fc.oneof({ weight: 9, arbitrary: fc.nat() }, { weight: 1, arbitrary: oddText }),
    fc.oneof({ weight: 3, arbitrary: fc.nat() }, { weight: 1, arbitrary: oddText }),
  ),
  { maxLength: 24 },
);

type Fields = readonly (readonly [name: number | string, value: number | string])[];

// Whatever a sample leaves out, most requests name the client and the address: others end early.
const textOf = (given: Fields, isWhole: boolean): string => {
  const names = Object.keys(likely);
  const pairs = given.map(([at, value]): [string, string] => {
    const name = typeof at === 'number' ? (names[at % names.length] ?? '') : at;
    const known = likely[name] ?? [''];
    return [name, typeof value === 'number' ? (known[value % known.length] ?? '') : value.toWellFormed()];
  });
  const base = isWhole ? ['client_id', 'redirect_uri', 'response_type', 'grant_type', '_csrf'] : [];
  const told = new URLSearchParams(pairs.map(([name, value]): [string, string] => [name.toWellFormed(), value]));
  for (const name of base) if (!told.has(name)) told.set(name, likely[name]?.[0] ?? '');
  return String(told);
};

const credentials = fc.constantFrom(
  undefined,
  '',
  'Basic',
  'Basic !',
  'Basic OnA=',
  'Bearer x',
  'Bearer ',
  'Basic JTpw',
);

const assertPlain = async (answer: Response, said: string): Promise<void> => {
  const text = await answer.text();
  const told = `${said.slice(0, 600)} → ${answer.status} ${text.slice(0, 300)}`;
  expect(answer.status, told).toBeLessThan(500);
  expect(text, told).not.toMatch(leak);
};

const shortEnough = (query: string): string => query.slice(0, 6000);

describe.each(routes)('%s %s', (method = '', path = '') => {
  const send = async (query: string, body: string | Uint8Array, headers: Readonly<Record<string, string>>) => {
    const answer = await fetch(`${stack().endpoint}${path}?${query}`, {
      method,
      redirect: 'manual',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      ...(method === 'POST' && { body: Buffer.from(body) }),
    });
    await assertPlain(answer, `${method} ${path}?${query} ${Buffer.from(body)}`);
  };

  const cookie = (): string => [...agent.cookies].map(([name, value]) => `${name}=${value}`).join('; ');

  it('answers any parameters, and tells nothing of the inside', async () => {
    await fc.assert(
      fc.asyncProperty(
        fields,
        fields,
        fc.boolean(),
        fc.boolean(),
        credentials,
        async (asked, posted, isWhole, isKnown, given) => {
          await send(shortEnough(textOf(asked, isWhole)), method === 'POST' ? textOf(posted, isWhole) : '', {
            ...(isKnown && { cookie: cookie() }),
            ...(given !== undefined && { authorization: given }),
          });
        },
      ),
      { numRuns: 80 },
    );
  });

  it('answers each parameter that is something else', async () => {
    const others = ['\u0000', 'a'.repeat(3000), 'é'.repeat(700), '\ufffd', '[]', '{"a":{}}', '..', '%'];
    const usual = Object.fromEntries(Object.entries(likely).map(([one, [value = '']]) => [one, value]));
    const { request: _request, request_uri: _uri, question: _question, ...sent } = usual;
    const named = { client_id: app.clientId, redirect_uri: usual.redirect_uri ?? '', response_type: 'code' };
    const query = String(new URLSearchParams(named));
    const sendWith = (name: string, other: string): Promise<void> => {
      const text = String(new URLSearchParams({ ...sent, [name]: other }));
      return method === 'POST'
        ? send(query, text, { cookie: cookie() })
        : send(shortEnough(text), '', { cookie: cookie() });
    };
    // Side by side: one after the other, ten thousand requests would mostly wait.
    for (const name of Object.keys(likely)) await Promise.all(others.map((other) => sendWith(name, other)));
  });

  it('answers whatever its cookies have become', async () => {
    const query = textOf([], true);
    const broken = (value: string): readonly string[] => [
      '',
      'x',
      value.slice(0, -1),
      value.slice(1),
      `${value.slice(0, 20)}A${value.slice(21)}`,
      `${value}${value}`,
      'A'.repeat(3000),
      '%00',
      '__proto__',
      'e30',
    ];
    const names = [...agent.cookies.keys()];
    expect(names).toEqual(expect.arrayContaining(['XSRF-TOKEN', expect.stringContaining('note')]));
    for (const name of names) {
      for (const value of broken(agent.cookies.get(name) ?? '')) {
        const kept = [...agent.cookies].map(([one, own]) => `${one}=${one === name ? value : own}`).join('; ');
        await send(query, method === 'POST' ? query : '', { cookie: kept });
      }
    }
  });

  it.runIf(method === 'POST')('answers forms that are too large, or none at all', async () => {
    const query = textOf([], true);
    const token = `_csrf=${likely._csrf?.[0] ?? ''}`;
    const many = Array.from({ length: 101 }, (_none, index) => `f${index}=1`).join('&');
    const bodies = [
      `${token}&username=${'a'.repeat(33_000)}`,
      `${token}&password=${'%00'.repeat(10_000)}`,
      `${token}&${'a'.repeat(300_000)}=1`,
      `${token}&username=a&username=b&password=c&password=d&code=1&code=2`,
      `${token}&${many}`,
      `${token}&=&&&=1&%=%&username`,
      '&'.repeat(30_000),
    ];
    for (const body of bodies) await send(query, body, { cookie: cookie() });
    for (const type of ['', 'text/plain', 'application/json', 'multipart/form-data; boundary=x', 'x'.repeat(500)]) {
      await send(query, `${token}&username=a`, { cookie: cookie(), 'content-type': type });
    }
  });

  it('answers any bytes', async () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    const cookies = fc.stringMatching(/^[\x21-\x7e]{0,200}$/);
    const queries = fc.stringMatching(/^[\x21\x22\x24-\x7e]{0,200}$/);
    await fc.assert(
      fc.asyncProperty(queries, bytes, cookies, async (query, body, given) => {
        await send(query, method === 'POST' ? body : '', { cookie: `gatehouse-${app.poolId.split('_')[1]}=${given}` });
      }),
      { numRuns: 40 },
    );
  });
});
