import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { codeFor, mailTo } from '#tests/support/mailbox.ts';
import { complaintsIn, makeManagedPool } from '#tests/support/managed-login.ts';
import { authorizePath, locationOf } from '#tests/support/oauth.ts';
import { anEmail, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { codeIn, textOf } from '#tests/support/sign-in-page.ts';
import { otherThan } from '#tests/support/sign-up.ts';
import { makeTerms } from '#tests/support/terms.ts';
import { newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

const byMail = {
  AutoVerifiedAttributes: ['email' as const],
  Schema: [
    { Name: 'email', Required: true, AttributeDataType: 'String' as const },
    { Name: 'birthdate', Required: true, AttributeDataType: 'String' as const },
  ],
};

const pathOf = (pool: TestPool, path: string): string => authorizePath(pool, {}, path);

const complaintsOn = async (page: Response): Promise<readonly string[]> => complaintsIn(await textOf(page));

const filled = (email = anEmail()) => ({
  username: `user-${randomUUID()}`,
  password,
  'requiredAttributes[email]': email,
  'requiredAttributes[birthdate]': '1990-12-31',
});

const follow = async (agent: UserAgent, answer: Response): Promise<Response> => agent.get(locationOf(answer).href);

describe('a sign-up in managed login', () => {
  it('asks what the pool requires, with labels, hints and what browsers may fill in', async () => {
    const pool = await makeManagedPool(byMail);
    const text = await textOf(await newUserAgent().get(pathOf(pool, '/signup')));
    expect(text).toMatch(/name="requiredAttributes\[email\]" type="email"[^>]* autocomplete="email"/);
    expect(text).toMatch(/name="requiredAttributes\[birthdate\]" type="date"[^>]* autocomplete="bday"/);
    expect(text).toMatch(/name="password" type="password"[^>]* autocomplete="new-password"/);
    for (const [, id] of text.matchAll(/<label for="([^"]*)"/g)) expect(text).toContain(` id="${id}"`);
    for (const [, ids = ''] of text.matchAll(/aria-describedby="([^"]*)"/g)) {
      for (const id of ids.split(' ')) expect(text).toContain(` id="${id}"`);
    }
  });

  it('goes on to the code, and then to the app', async () => {
    const pool = await makeManagedPool(byMail);
    const agent = newUserAgent();
    const email = anEmail();
    const leads = await submit(agent, await agent.get(pathOf(pool, '/signup')), filled(email));
    expect([leads.status, locationOf(leads).pathname]).toEqual([302, '/confirm']);
    const page = await follow(agent, leads);
    expect(await textOf(page)).toMatch(/We sent a code to \w\*{3}@e\*{3}\. Enter it to confirm your account\./);
    const code = await codeFor(email);
    const again = await submit(agent, page, { code: otherThan(code) });
    expect(await complaintsOn(again)).toEqual(['This code is not right. Check it, and try again.']);
    expect(await codeIn(await submit(agent, again, { code }))).toBeTruthy();
  });

  it('sends another code', async () => {
    const pool = await makeManagedPool(byMail);
    const agent = newUserAgent();
    const email = anEmail();
    const page = await follow(agent, await submit(agent, await agent.get(pathOf(pool, '/signup')), filled(email)));
    const text = await textOf(page);
    expect(text).toMatch(/<button type="submit" name="resend" [^>]*formaction="\/resendcode\?[^"]*" formnovalidate>/);
    const [, token = ''] = /name="csrf" value="([^"]*)"/.exec(text) ?? [];
    const [, username = ''] = /name="username" value="([^"]*)"/.exec(text) ?? [];
    const sent = await agent.post(pathOf(pool, '/resendcode'), { csrf: token, username, resend: '1' });
    expect(locationOf(sent).pathname).toBe('/confirm');
    expect(await mailTo(email)).toHaveLength(2);
  });

  it('says beside each field what is wrong, and keeps everything but the password', async () => {
    const pool = await makeManagedPool(byMail);
    const agent = newUserAgent();
    const fields = { ...filled(), username: 'ada "A"', password: 'short' };
    const again = await submit(agent, await agent.get(pathOf(pool, '/signup')), fields);
    const text = await textOf(again);
    expect(complaintsIn(text)).toEqual(['This password is too short. Add more characters.']);
    expect(text).toMatch(/name="password"[^>]* aria-invalid="true" aria-describedby="field-password-error [^"]*"/);
    expect(text).toContain('<p class="complaint" id="field-password-error" role="alert">');
    expect(text).toContain('value="ada &quot;A&quot;"');
    expect(text).toContain('value="1990-12-31"');
    expect(text).not.toContain('short"');
  });

  it('names the field of a name that is taken', async () => {
    const pool = await makeManagedPool(byMail);
    const { username } = await makeUser(pool, { attributes: [{ Name: 'birthdate', Value: '1990-12-31' }] });
    const agent = newUserAgent();
    const again = await submit(agent, await agent.get(pathOf(pool, '/signup')), { ...filled(), username });
    expect(await complaintsOn(again)).toEqual(['This username is taken. Choose another one, or sign in.']);
  });

  it('links to what people agree to', async () => {
    const pool = await makeManagedPool(byMail);
    for (const TermsName of ['terms-of-use', 'privacy-policy']) {
      await makeTerms(pool, { TermsName, Links: { 'cognito:default': `https://app.example.com/${TermsName}` } });
    }
    const text = await textOf(await newUserAgent().get(pathOf(pool, '/signup')));
    expect(text).toContain(
      'By signing up, you agree to our <a href="https://app.example.com/terms-of-use">Terms of use</a> and ' +
        '<a href="https://app.example.com/privacy-policy">Privacy policy</a>.',
    );
    expect(text).toMatch(/<input type="hidden" name="terms" value="[^"]+"\/>/);
  });
});

describe('a forgotten password in managed login', () => {
  it('is changed by a code, and the first page says so once', async () => {
    const pool = await makeManagedPool({ AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const asked = await submit(agent, await agent.get(pathOf(pool, '/forgotPassword')), { username: user.username });
    const page = await follow(agent, asked);
    const code = await codeFor(user.email);
    const again = await submit(agent, page, { code, password: 'short', confirmPassword: 'short' });
    expect(await complaintsOn(again)).toEqual(['This password is too short. Add more characters.']);
    const differ = await submit(agent, again, { code, password: 'Better-horse-2', confirmPassword: 'Other-horse-3' });
    expect(await complaintsOn(differ)).toEqual(['The passwords do not match. Enter them again.']);
    const changed = await submit(agent, differ, {
      code,
      password: 'Better-horse-2',
      confirmPassword: 'Better-horse-2',
    });
    const first = await follow(agent, changed);
    const text = await textOf(first);
    expect(text).toContain('<div class="notice" role="status"><p>Your password has been changed.');
    expect(text).toContain(`value="${user.username}"`);
    expect(await textOf(await follow(agent, changed))).not.toContain('class="notice"');
    expect(
      await codeIn(await submit(agent, first, { username: user.username, password: 'Better-horse-2' })),
    ).toBeTruthy();
  });
});

describe('a link that confirms', () => {
  it('leads to a page whose button confirms', async () => {
    const pool = await makeManagedPool({
      AutoVerifiedAttributes: ['email'],
      VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK' },
    });
    const agent = newUserAgent();
    const email = anEmail();
    const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': email };
    const told = await follow(agent, await submit(agent, await agent.get(pathOf(pool, '/signup')), fields));
    expect(await textOf(told)).toMatch(/We sent a link to \w\*{3}@e\*{3}\./);
    const [mail] = await mailTo(email);
    const [, address = ''] = /href="([^"]*)"/.exec(JSON.stringify(mail).replaceAll('\\"', '"')) ?? [];
    const { pathname, search } = new URL(address.replaceAll('&amp;', '&'));
    const other = newUserAgent();
    const page = await other.get(`${pathname}${search}`);
    expect(await textOf(page)).toContain('Confirm your account, if it was you who signed up.');
    const done = await submit(other, page, {});
    expect(await textOf(done)).toContain('Your account has been confirmed. You can sign in now.');
  });
});
