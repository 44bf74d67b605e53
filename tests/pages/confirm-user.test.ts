import { randomUUID } from 'node:crypto';
import {
  AdminGetUserCommand,
  type CreateUserPoolCommandInput,
  GetUserAttributeVerificationCodeCommand,
  ResendConfirmationCodeCommand,
  SignUpCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { mailTo } from '#tests/support/mailbox.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { anEmail, makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { scriptedFunction } from '#tests/support/scripted-functions.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { codeIn, enter, errorOn, textOf } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const byLink = (
  more: Partial<CreateUserPoolCommandInput> = {},
  template: CreateUserPoolCommandInput['VerificationMessageTemplate'] = {},
): Partial<CreateUserPoolCommandInput> => ({
  AutoVerifiedAttributes: ['email'],
  VerificationMessageTemplate: { DefaultEmailOption: 'CONFIRM_WITH_LINK', ...template },
  ...more,
});

const signUp = async (pool: TestPool, username = `user-${randomUUID()}`) => {
  const email = anEmail();
  const UserAttributes = [{ Name: 'email', Value: email }];
  await publicClient().send(
    new SignUpCommand({ ClientId: pool.clientId, Username: username, Password: password, UserAttributes }),
  );
  return { username, email };
};

const bodyTo = async (email: string): Promise<string> => (await mailTo(email)).at(-1)?.body ?? '';

const linkTo = async (email: string): Promise<string> => {
  const [, href = ''] = /<a href="([^"]*)"/.exec(await bodyTo(email)) ?? [];
  return href.replaceAll('&amp;', '&');
};

const stateOf = async (pool: TestPool, Username: string) => {
  const user = await adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username }));
  return [user.UserStatus, user.UserAttributes?.find(({ Name }) => Name === 'email_verified')?.Value];
};

const confirmed = 'Your registration has been confirmed! You can sign in now.';

describe('a sign-up that is confirmed by link', () => {
  it('is confirmed by the button of the page that the link leads to, in any browser', async () => {
    const pool = await makePool(byLink(), onPages);
    const { username, email } = await signUp(pool);
    const agent = newUserAgent();
    const page = await agent.get(await linkTo(email));
    expect(page.status).toBe(200);
    expect(await textOf(page)).toContain('Confirm account');
    const done = await submit(agent, page, {});
    expect(await textOf(done)).toContain(confirmed);
    expect(await stateOf(pool, username)).toEqual(['CONFIRMED', 'true']);
    expect(await codeIn(await enter(agent, pool, { username }))).toBeTruthy();
  });

  it('is not confirmed by what only follows the link, as programs do that look at mail', async () => {
    const pool = await makePool(byLink(), onPages);
    const { username, email } = await signUp(pool);
    const link = await linkTo(email);
    for (const method of ['GET', 'HEAD']) await fetch(link, { method });
    expect((await stateOf(pool, username))[0]).toBe('UNCONFIRMED');
    const agent = newUserAgent();
    expect(await textOf(await submit(agent, await agent.get(link), {}))).toContain(confirmed);
  });

  it('is confirmed once', async () => {
    const pool = await makePool(byLink(), onPages);
    const { email } = await signUp(pool);
    const agent = newUserAgent();
    const link = await linkTo(email);
    const page = await agent.get(link);
    const again = page.clone();
    await submit(agent, page, {});
    expect(await errorOn(await submit(agent, again, {}))).toBe('User cannot be confirmed. Current status is CONFIRMED');
  });

  it('is refused by a link that was changed, and from a form that is not our own', async () => {
    const pool = await makePool(byLink(), onPages);
    const { username, email } = await signUp(pool);
    const link = await linkTo(email);
    const agent = newUserAgent();
    const wrong = link.replace(/confirmation_code=\d/, (found) => `confirmation_code=${found.endsWith('1') ? 2 : 1}`);
    expect(await errorOn(await submit(agent, await agent.get(wrong), {}))).toBe(
      'Invalid verification code provided, please try again.',
    );
    expect(await errorOn(await agent.post(link, {}))).toBe('The page has expired. Please try again.');
    const nobody = link.replace(/client_id=\w+/, 'client_id=nobody');
    expect(locationOf(await agent.get(nobody)).pathname).toBe('/error');
    expect((await stateOf(pool, username))[0]).toBe('UNCONFIRMED');
    const bare = link.replace(/&user_name.*/, '');
    expect(await errorOn(await submit(agent, await agent.get(bare), {}))).toMatch(/at 'username'/);
  });

  it('has the text of the pool, and a link to where the pool is published', async () => {
    const texts = { EmailMessageByLink: '<b>Hello</b> {##Verify & go##}, {##again##}', EmailSubjectByLink: 'Welcome' };
    const pool = await makePool(byLink({}, texts), onPages);
    const { username, email } = await signUp(pool, `a&b"ü-${randomUUID()}`);
    const [mail] = await mailTo(email);
    expect(mail?.subject).toBe('Welcome');
    const link = await linkTo(email);
    expect(mail?.body).toBe(
      `<b>Hello</b> <a href="${link.replaceAll('&', '&amp;')}">Verify & go</a>, <a href="${link.replaceAll('&', '&amp;')}">again</a>`,
    );
    const { origin, pathname, searchParams } = new URL(link);
    expect([origin, pathname]).toEqual([stack().endpoint, '/confirmUser']);
    expect([...searchParams]).toEqual([
      ['client_id', pool.clientId],
      ['user_name', username],
      ['confirmation_code', expect.stringMatching(/^\d{6}$/)],
    ]);
  });

  it('is sent another link by ResendConfirmationCode, and the first one counts no more', async () => {
    const pool = await makePool(byLink(), onPages);
    const { username, email } = await signUp(pool);
    const first = await linkTo(email);
    await publicClient().send(new ResendConfirmationCodeCommand({ ClientId: pool.clientId, Username: username }));
    const second = await linkTo(email);
    const agent = newUserAgent();
    if (first !== second) expect(await errorOn(await submit(agent, await agent.get(first), {}))).toBeTruthy();
    expect(await textOf(await submit(agent, await agent.get(second), {}))).toContain(confirmed);
  });

  it.each([
    ['the link', 'Dear user: {##Click Here##}', /^Dear user: <a href="[^"]*confirmUser[^"]*">Click Here<\/a>$/],
    ['a code', 'Your code: {####}', /^Your code: \d{6}$/],
  ])('may have %s in a text of CustomMessage', async (_what, emailMessage, expected) => {
    const LambdaConfig = { CustomMessage: scriptedFunction({ emailMessage }) };
    const { email } = await signUp(await makePool(byLink({ LambdaConfig }), onPages));
    expect(await bodyTo(email)).toMatch(expected);
  });

  it('is refused a text of CustomMessage that has neither', async () => {
    const LambdaConfig = { CustomMessage: scriptedFunction({ emailMessage: 'Hello {## there' }) };
    await expect(signUp(await makePool(byLink({ LambdaConfig }), onPages))).rejects.toMatchObject({
      name: 'InvalidLambdaResponseException',
    });
  });

  it('is told of the link on the page after the sign-up, which sends another one', async () => {
    const pool = await makePool(byLink(), onPages);
    const agent = newUserAgent();
    const email = anEmail();
    const fields = { username: `user-${randomUUID()}`, password, 'requiredAttributes[email]': email };
    const led = await submit(agent, await agent.get(authorizePath(pool, {}, '/signup')), fields);
    const page = await agent.get(locationOf(led).href);
    const text = await textOf(page);
    expect(text).toContain(`We have sent a link to ${email.at(0)}***@e***.`);
    expect(text).not.toContain('verification_code');
    expect(locationOf(await submit(agent, page, {})).pathname).toBe('/confirm');
    expect(await mailTo(email)).toHaveLength(2);
  });

  it('has codes for all else', async () => {
    const pool = await makePool(byLink(), onPages);
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);
    await publicClient().send(new GetUserAttributeVerificationCodeCommand({ AccessToken, AttributeName: 'email' }));
    expect(await bodyTo(user.email)).toMatch(/>Your verification code is \d{6}\.</);
  });
});
