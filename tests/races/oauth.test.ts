import { expect, it } from 'vitest';
import {
  authorizePath,
  exchange,
  locationOf,
  makeOAuthApp,
  newCode,
  newTokens,
  onPages,
  postForm,
} from '#tests/support/oauth.ts';
import { password, type TestPool } from '#tests/support/pools.ts';
import { formIn, newUserAgent } from '#tests/support/user-agent.ts';

const atOnce = <T>(count: number, make: (index: number) => Promise<T>): Promise<T[]> =>
  Promise.all(Array.from({ length: count }, (_none, index) => make(index)));

const refresh = ({ clientId }: TestPool, refresh_token: string): Promise<Response> =>
  postForm('/oauth2/token', { grant_type: 'refresh_token', client_id: clientId, refresh_token });

const toldBy = (answers: readonly Response[]) =>
  Promise.all(answers.map(async (answer) => ({ status: answer.status, ...JSON.parse(await answer.text()) })));

it('gives tokens for one of sixteen exchanges of a code at once, and then ends them', async () => {
  const app = await makeOAuthApp();
  const code = await newCode(app);
  const told = await toldBy(await atOnce(16, () => exchange(app, code)));
  const [given, ...more] = told.filter(({ status }) => status === 200);
  expect(more).toEqual([]);
  expect(told.filter(({ status, error }) => status === 400 && error === 'invalid_grant')).toHaveLength(15);
  const after = await refresh(app, given?.refresh_token);
  expect([after.status, await after.text()]).toEqual([400, '{"error":"invalid_grant"}']);
});

it('gives a token each for many codes of one session at once', async () => {
  const app = await makeOAuthApp();
  const agent = newUserAgent();
  const first = await newCode(app, {}, agent);
  const codes = await atOnce(8, async () =>
    String(locationOf(await agent.get(authorizePath(app))).searchParams.get('code')),
  );
  expect(new Set([first, ...codes]).size).toBe(9);
  const told = await toldBy(await Promise.all(codes.map((code) => exchange(app, code))));
  expect(told.map(({ status }) => status)).toEqual(codes.map(() => 200));
});

it('makes a session of its own for each of eight posts of one sign-in page at once', async () => {
  const app = await makeOAuthApp();
  const agent = newUserAgent();
  const page = await agent.get(authorizePath(app, {}, '/login'));
  const { action, fields } = formIn(await page.text());
  const answers = await atOnce(8, () =>
    newUserAgent({ cookies: new Map(agent.cookies) }).post(action, {
      ...fields,
      username: app.user.username,
      password,
    }),
  );
  const codes = answers.map((answer) => locationOf(answer).searchParams.get('code') ?? '');
  expect(new Set(codes).size).toBe(8);
  const told = await toldBy(await Promise.all(codes.map((code) => exchange(app, code))));
  expect(told.map(({ status }) => status)).toEqual(codes.map(() => 200));
});

it('ends a session once, however many log out at once, and answers no request after that', async () => {
  const app = await makeOAuthApp();
  const agent = newUserAgent();
  await newCode(app, {}, agent);
  const bye = onPages.LogoutURLs?.[0] ?? '';
  const path = `/logout?${new URLSearchParams({ client_id: app.clientId, logout_uri: bye })}`;
  const kept = new Map(agent.cookies);
  const answers = await atOnce(8, () => newUserAgent({ cookies: new Map(kept) }).get(path));
  expect(answers.map((answer) => answer.headers.get('location'))).toEqual(answers.map(() => bye));
  const later = await newUserAgent({ cookies: kept }).get(authorizePath(app));
  expect(locationOf(later).pathname).toBe('/login');
});

it('rotates a refresh token once for eight who bring it at once within its grace, and all can go on', async () => {
  const app = await makeOAuthApp({
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'],
    RefreshTokenRotation: { Feature: 'ENABLED', RetryGracePeriodSeconds: 60 },
  });
  const { refresh_token } = await newTokens(app);
  const told = await toldBy(await atOnce(8, () => refresh(app, refresh_token)));
  expect(told.map(({ status }) => status)).toEqual(told.map(() => 200));
  for (const { refresh_token: next } of told) expect((await refresh(app, next)).status).toBe(200);
});
