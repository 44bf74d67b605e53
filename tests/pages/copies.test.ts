import { randomUUID } from 'node:crypto';
import { AdminCreateUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { register } from '#tests/support/passkeys.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { codeIn, enter, enterWithoutPassword, errorOn, loginPath, textOf } from '#tests/support/sign-in-page.ts';
import { codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const email = { Name: 'email', Required: true, Mutable: true };
const byMail = { AutoVerifiedAttributes: ['email' as const], Schema: [email] };

const copiesIn = async (page: Response): Promise<readonly string[]> =>
  (await textOf(page))
    .split('<form ')
    .slice(1)
    .map((rest) => `<form ${rest.split('</form>')[0]}</form>`);

const layoutOf = async (page: Response): Promise<readonly string[]> =>
  [...(await textOf(page)).matchAll(/class="modal-content [^"]*(visible-xs|visible-md)/g)].map(([, kind = '']) => kind);

/** Posts the copy of a form that comes second. */
const submitSecond = async (agent: UserAgent, page: Response, fields: Readonly<Record<string, string>>) => {
  const [, second = ''] = await copiesIn(page);
  const { action, fields: hidden } = formIn(second);
  return agent.post(action, { ...hidden, ...fields });
};

const signedUp = async () => {
  const pool = await makePool(byMail, onPages);
  const agent = newUserAgent();
  const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': anEmail() };
  const page = await agent.get(authorizePath(pool, {}, '/signup'));
  const led = await submitSecond(agent, page, fields);
  return { pool, agent, fields, page: await agent.get(locationOf(led).href) };
};

const newcomerIn = async (pool: TestPool) => {
  const Username = `user-${randomUUID()}`;
  const request = {
    UserPoolId: pool.poolId,
    Username,
    TemporaryPassword: password,
    MessageAction: 'SUPPRESS' as const,
  };
  await adminClient().send(new AdminCreateUserCommand(request));
  return { username: Username };
};

type Opened = () => Promise<Response>;

const pages: Readonly<Record<string, Opened>> = {
  'that signs up': async () => newUserAgent().get(authorizePath(await makePool(byMail, onPages), {}, '/signup')),
  'that confirms': async () => (await signedUp()).page,
  'that tells of a link': async () => {
    const VerificationMessageTemplate = { DefaultEmailOption: 'CONFIRM_WITH_LINK' as const };
    const pool = await makePool({ ...byMail, VerificationMessageTemplate }, onPages);
    return newUserAgent().get(authorizePath(pool, {}, '/confirm'));
  },
  'that a link leads to': async () => {
    const { clientId } = await makePool(byMail, onPages);
    return newUserAgent().get(`/confirmUser?client_id=${clientId}&user_name=ada&confirmation_code=123456`);
  },
  'of a forgotten password': async () =>
    newUserAgent().get(authorizePath(await makePool(byMail, onPages), {}, '/forgotPassword')),
  'of a new password': async () =>
    newUserAgent().get(authorizePath(await makePool(byMail, onPages), {}, '/confirmforgotPassword')),
  'of NEW_PASSWORD_REQUIRED': async () => {
    const pool = await makePool({}, onPages);
    return enter(newUserAgent(), pool, await newcomerIn(pool));
  },
  'of SOFTWARE_TOKEN_MFA': async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    return enter(newUserAgent(), pool, await makeTotpUser(pool));
  },
  'of MFA_SETUP': async () => {
    const pool = await makeTotpPool('ON', {}, onPages);
    return enter(newUserAgent(), pool, await makeUser(pool));
  },
  'of WEB_AUTHN': async () => {
    const SignInPolicy = { AllowedFirstAuthFactors: ['PASSWORD' as const, 'WEB_AUTHN' as const] };
    const pool = await makePool({ Policies: { SignInPolicy } }, onPages);
    const user = await makeUser(pool);
    await register(await signIn(pool, user));
    const agent = newUserAgent();
    return submitSecond(agent, await enterWithoutPassword(agent, pool, user), { answer: 'WEB_AUTHN' });
  },
};

describe('the classic page', () => {
  it.each(Object.keys(pages))('%s has its form twice, the wide copy first, and alike', async (name) => {
    const page = await pages[name]?.();
    if (!page) throw new Error('There is no page.');
    expect([page.status, await layoutOf(page)]).toEqual([200, ['visible-md', 'visible-xs']]);
    const copies = await copiesIn(page);
    expect(copies).toHaveLength(2);
    expect(copies[1]).toBe(copies[0]);
    expect(copies[0]).toMatch(
      /^<form [^>]*method="post"[^>]*><input type="hidden" name="_csrf" value="[\da-f-]{36}"\/>/,
    );
  });
});

describe('each copy', () => {
  it('works by itself, from the sign-up to the app', async () => {
    const { agent, fields, page } = await signedUp();
    const code = await codeFor(fields['requiredAttributes[email]']);
    expect(await codeIn(await submitSecond(agent, page, { code }))).toBeTruthy();
  });

  it('works by itself in a sign-in with a second factor', async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const { username, secret } = await makeTotpUser(pool);
    const agent = newUserAgent({ ahead: stepMs });
    const asked = await submitSecond(agent, await agent.get(loginPath(pool)), { username, password });
    const authentication_code = codeOf(secret, Date.now() + stepMs);
    expect(await codeIn(await submitSecond(agent, asked, { authentication_code }))).toBeTruthy();
  });

  it('works by itself for a forgotten password', async () => {
    const pool = await makePool(byMail, onPages);
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asking = await agent.get(authorizePath(pool, {}, '/forgotPassword'));
    const led = await submitSecond(agent, asking, { username: user.username });
    const page = await agent.get(locationOf(led).href);
    const changed = 'Better-horse-2';
    const done = await submitSecond(agent, page, { code: await codeFor(user.email), password: changed });
    expect([done.status, locationOf(done).pathname]).toEqual([302, '/login']);
    expect(await codeIn(await enter(agent, pool, user, { password: changed }))).toBeTruthy();
  });
});

describe('the fields', () => {
  const inputIn = async (page: Response, name: string): Promise<string> =>
    (await textOf(page)).match(/<input (?:[^">]|"[^"]*")*>/g)?.find((tag) => tag.includes(`name="${name}"`)) ?? '';

  it('say what browsers may fill in, and which keyboard fits', async () => {
    const named = ['given_name', 'phone_number', 'birthdate'].map((Name) => ({ Name, Required: true, Mutable: true }));
    const pool = await makePool({ ...byMail, Schema: [email, ...named] }, onPages);
    const page = await newUserAgent().get(authorizePath(pool, {}, '/signup'));
    const expected = {
      username: 'autocomplete="username"',
      password: 'autocomplete="new-password"',
      'requiredAttributes[email]':
        'type="email" class="form-control inputField-customizable" placeholder="name@host.com"',
      'requiredAttributes[given_name]': 'autocomplete="given-name"',
      'requiredAttributes[birthdate]': 'autocomplete="bday"',
      'requiredAttributes[phone_number]': 'type="tel"',
    };
    for (const [name, attribute] of Object.entries(expected)) expect(await inputIn(page, name)).toContain(attribute);

    const confirming = await newUserAgent().get(authorizePath(pool, {}, '/confirm'));
    const code = await inputIn(confirming, 'code');
    expect(code).toContain('autocomplete="one-time-code"');
    expect(code).toContain('inputmode="numeric"');
  });

  it('keep what was typed where something else is wrong', async () => {
    const named = ['given_name', 'family_name'].map((Name) => ({ Name, Required: true, Mutable: true }));
    const pool = await makePool({ Schema: named }, onPages);
    const agent = newUserAgent();
    const asked = await enter(agent, pool, await newcomerIn(pool));
    const typed = { 'requiredAttributes[given_name]': 'Ada "<b>', 'requiredAttributes[family_name]': 'Lovelace' };
    const again = await submitSecond(agent, asked, { new_password: 'short', ...typed });
    expect(await errorOn(again)).toMatch(/Password not long enough/);
    expect(await inputIn(again, 'requiredAttributes[given_name]')).toContain('value="Ada &quot;&lt;b>"');
    expect(await inputIn(again, 'requiredAttributes[family_name]')).toContain('value="Lovelace"');
    expect(await inputIn(again, 'new_password')).not.toContain('short');

    const { agent: browser, page, fields } = await signedUp();
    const wrong = await submitSecond(browser, page, { code: '000000' });
    expect(await inputIn(wrong, 'code')).toContain('value="000000"');
    const asking = await browser.get(authorizePath(pool, {}, '/confirmforgotPassword'));
    const reset = { username: fields.username, code: '123456', password: 'short', confirmPassword: 'short' };
    const refused = await submitSecond(browser, asking, reset);
    expect(await inputIn(refused, 'code')).toContain('value="123456"');
    expect(await inputIn(refused, 'username')).toContain(`value="${fields.username}"`);
    expect(await textOf(refused)).not.toContain('short"');
  });
});
