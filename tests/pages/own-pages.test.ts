import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { returnFromScripted, tokensFor } from '#tests/support/federation.ts';
import { makeLinkingApp } from '#tests/support/linking.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import {
  authorizePath,
  callback,
  exchange,
  locationOf,
  type OAuthApp,
  onPages,
  postForm,
} from '#tests/support/oauth.ts';
import {
  beginOwnPage,
  makeOwnPagesApp,
  type OwnPage,
  ownSignInUrl,
  pageOf,
  type Step,
  transactionIn,
  useOwnPages,
} from '#tests/support/own-pages.ts';
import { anEmail, makeClient, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { codeOf, makeTotpPool } from '#tests/support/totp.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const better = 'Better-horse-2';

const subAt = async (app: TestPool, page: OwnPage, step: Step): Promise<string | undefined> => {
  expect(step).toMatchObject({ status: 200, step: 'done' });
  const code = locationOf(await page.follow(step)).searchParams.get('code') ?? '';
  return decodeJwt(JSON.parse(await (await exchange(app, code)).text()).id_token).sub;
};

it('signs up, confirms by the code, and signs in at once', async () => {
  const app = await makeOwnPagesApp({}, { AutoVerifiedAttributes: ['email'] });
  const page = await beginOwnPage(app);
  const form = await page.act('goTo', { to: 'signUp' });
  expect(form).toMatchObject({ step: 'signUp', attributes: ['email'], passwordPolicy: { minimumLength: 8 } });
  const email = anEmail();
  const given = { username: `new-${email.slice(0, 8)}`, attributes: { email } };
  expect(await page.act('signUp', { ...given, password: 'short' })).toMatchObject({
    status: 400,
    step: 'signUp',
    error: { code: 'InvalidPasswordException', texts: [{ field: 'password' }] },
  });
  const sent = await page.act('signUp', { ...given, password });
  expect(sent).toMatchObject({
    step: 'confirmSignUp',
    username: given.username,
    destination: expect.stringMatching(/\*\*\*/),
  });
  expect(await page.act('confirm', { code: '000000' })).toMatchObject({ error: { code: 'CodeMismatchException' } });
  await page.act('resend');
  expect(await subAt(app, page, await page.act('confirm', { code: await codeFor(email) }))).toMatch(/^[\da-f-]{36}$/);
});

it('sets a forgotten password by a code, in the words of the browser’s language', async () => {
  const app = await makeOwnPagesApp();
  const page = await beginOwnPage(app, { login_hint: app.user.username });
  expect(await page.show()).toMatchObject({ step: 'signIn', username: app.user.username });
  await page.act('goTo', { to: 'forgotPassword', username: app.user.username });
  expect(await page.act('sendCode', { username: app.user.username })).toMatchObject({ step: 'resetPassword' });
  const german = { headers: { 'accept-language': 'de' } };
  const wrong = await page.act('resetPassword', { code: '000000', newPassword: better }, german);
  expect(wrong.error).toMatchObject({ code: 'CodeMismatchException', texts: [{ field: 'code' }] });
  expect(wrong.error?.texts[0]?.text).toContain('Code');
  expect(wrong.error?.texts[0]?.text).not.toBe(wrong.error?.message);
  const changed = await page.act('resetPassword', { code: await codeFor(app.user.email), newPassword: better });
  expect(changed).toMatchObject({ step: 'signIn', username: app.user.username, notice: 'passwordChanged' });
  const done = await page.act('signIn', { username: app.user.username, password: better });
  expect(await subAt(app, page, done)).toBe(app.user.sub);
});

it('leads who has yet to confirm, and who has to reset, to what comes first', async () => {
  const app = await makeOwnPagesApp({}, { AutoVerifiedAttributes: ['email'] });
  const page = await beginOwnPage(app);
  await page.act('goTo', { to: 'signUp' });
  const email = anEmail();
  const username = `late-${email.slice(0, 8)}`;
  await page.act('signUp', { username, password, attributes: { email } });
  const later = await beginOwnPage(app);
  expect(await later.act('signIn', { username, password })).toMatchObject({ step: 'confirmSignUp', username });
  expect(await later.act('confirm', { code: await codeFor(email) })).toMatchObject({ status: 200, step: 'done' });
});

it('begins without a password where the pool lets users, and asks what with', async () => {
  const factors = { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD' as const, 'EMAIL_OTP' as const] } };
  const app = await makeOwnPagesApp({}, { Policies: factors });
  const { username, email, sub } = app.user;
  const page = await beginOwnPage(app);
  const choice = await page.act('signIn', { username });
  expect(choice).toMatchObject({ step: 'challenge', challenge: 'SELECT_CHALLENGE' });
  expect(choice.choices).toEqual(expect.arrayContaining(['PASSWORD', 'EMAIL_OTP']));
  const asked = await page.act('answer', { choice: 'EMAIL_OTP' });
  expect(asked).toMatchObject({ challenge: 'EMAIL_OTP', destination: expect.stringMatching(/\*\*\*/) });
  expect(JSON.stringify(asked)).not.toContain(email);
  expect(await subAt(app, page, await page.act('answer', { code: await codeFor(email) }))).toBe(sub);

  // Nobody gets the same question as somebody.
  const nobody = await (await beginOwnPage(app)).act('signIn', { username: `nobody-${username}`, password });
  const somebody = await (await beginOwnPage(app)).act('signIn', { username, password: 'Wrong-horse-1' });
  expect([nobody.status, nobody.step]).toEqual([somebody.status, somebody.step]);
});

it('sets up an authenticator app, and a new password', async () => {
  const pool = await makeTotpPool('ON', {}, onPages);
  await useOwnPages(pool);
  const user = await makeUser(pool);
  const page = await beginOwnPage(pool);
  const asked = await page.act('signIn', { username: user.username, password });
  expect(asked).toMatchObject({
    challenge: 'MFA_SETUP',
    secretCode: expect.stringMatching(/^[A-Z2-7]+$/),
    secretUri: expect.stringMatching(/^otpauth:/),
  });
  expect(JSON.stringify(asked)).not.toContain('session');
  const done = await page.act('answer', { code: codeOf(String(asked.secretCode)) });
  expect(await subAt(pool, page, done)).toBe(user.sub);

  const app = await makeOwnPagesApp();
  const username = `fresh-${anEmail().slice(0, 8)}`;
  const { poolId: UserPoolId } = app;
  const temporary = { TemporaryPassword: password, MessageAction: 'SUPPRESS' } as const;
  await adminClient().send(new AdminCreateUserCommand({ UserPoolId, Username: username, ...temporary }));
  const second = await beginOwnPage(app);
  const required = await second.act('signIn', { username, password });
  expect(required).toMatchObject({
    challenge: 'NEW_PASSWORD_REQUIRED',
    attributes: [],
    passwordPolicy: { minimumLength: 8 },
  });
  expect(await second.act('answer', { newPassword: 'short' })).toMatchObject({
    turn: required.turn,
    challenge: 'NEW_PASSWORD_REQUIRED',
    error: { code: 'InvalidPasswordException' },
  });
  expect(await second.act('answer', { newPassword: better })).toMatchObject({ status: 200, step: 'done' });
});

it('shares the session of the pages: other clients, the choice of account, prompt and max_age', async () => {
  const app = await makeOwnPagesApp();
  const hosted: OAuthApp = { ...app, ...(await makeClient(app.poolId, onPages)) };
  const agent = newUserAgent();
  const page = await beginOwnPage(app, {}, agent);
  await page.follow(await page.act('signIn', { username: app.user.username, password }));
  expect(locationOf(await agent.get(authorizePath(hosted))).searchParams.get('code')).toBeTruthy();

  const choice = await beginOwnPage(app, { prompt: 'select_account' }, agent);
  const shown = await choice.show();
  expect(shown).toMatchObject({ step: 'account', account: app.user.username, sub: app.user.sub });
  expect(await choice.act('continue', { sub: 'somebody else' })).toMatchObject({ status: 400, step: 'account' });
  expect(await subAt(app, choice, await choice.act('continue', { sub: app.user.sub }))).toBe(app.user.sub);

  for (const more of [{ prompt: 'login' }, { max_age: '0' }]) {
    expect(await (await beginOwnPage(app, more, agent)).show()).toMatchObject({ step: 'signIn' });
  }
  const none = locationOf(await newUserAgent().get(authorizePath(app, { prompt: 'none' })));
  expect(none.searchParams.get('error')).toBe('login_required');
});

it('takes requests that were pushed, and answers by a form where that is asked for', async () => {
  const app = await makeOwnPagesApp();
  await useOwnPages(app, ownSignInUrl, { RequirePushedAuthorizationRequests: true });
  const { clientId: client_id } = app;
  const fields = {
    client_id,
    response_type: 'code',
    redirect_uri: callback,
    scope: 'openid',
    response_mode: 'form_post',
  };
  const pushed = await postForm('/oauth2/par', fields);
  const { request_uri }: { request_uri: string } = JSON.parse(await pushed.text());
  const agent = newUserAgent();
  const led = await agent.get(`/oauth2/authorize?${new URLSearchParams({ client_id, request_uri })}`);
  const page = pageOf(transactionIn(led), agent);
  const done = await page.act('signIn', { username: app.user.username, password });
  const form = await page.follow(done);
  expect([form.status, await form.text()]).toEqual([200, expect.stringContaining(`action="${callback}"`)]);
});

it('leads to providers, and asks on the app’s page for the account of who comes through one', async () => {
  const app = await makeLinkingApp('ASK');
  await useOwnPages(app);
  const agent = newUserAgent();
  const first = await beginOwnPage(app, {}, agent);
  const { providers } = await first.show();
  expect(providers).toMatchObject([{ name: 'Corporate', label: 'Corporate' }]);
  const [{ goTo = '' } = {}]: readonly { goTo?: string }[] = Array.isArray(providers) ? providers : [];
  expect(locationOf(await agent.get(goTo)).pathname).toMatch(/\/authorize$/);

  const email = anEmail();
  const user = { sub: `S-${email}`, email, email_verified: true };
  const led = await agent.get(await returnFromScripted(agent, app, user, { scope: 'openid' }));
  expect(led.headers.get('location')).toMatch(`${ownSignInUrl}?transaction=`);
  const page = pageOf(transactionIn(led), agent);
  expect(await page.show()).toMatchObject({ step: 'linkAccount', provider: 'Corporate', account: email });
  const known = await makeUser(app);
  const done = await page.act('signIn', { username: known.username, password });
  expect(await subAt(app, page, done)).toBe(known.sub);
  // Who came so is that user from now on.
  const other = newUserAgent();
  const again = locationOf(await other.get(await returnFromScripted(other, app, user, { scope: 'openid' })));
  expect((await tokensFor(app, again)).claims.sub).toBe(known.sub);
});

it('is for clients of the owner, not for those that registered themselves', async () => {
  const app = await makeOwnPagesApp();
  const other = await makeClient(app.poolId, onPages);
  const page = await beginOwnPage(app);
  // A client without pages of its own has no transactions, whatever an id says.
  const id = page.id.replace(app.clientId, other.clientId);
  expect(await pageOf(id, page.agent).show()).toMatchObject({
    status: 403,
    error: { code: 'OriginNotAllowedException' },
  });
  await useOwnPages({ ...app, ...other });
  expect(await pageOf(id, page.agent).show()).toMatchObject({ status: 404 });
});
