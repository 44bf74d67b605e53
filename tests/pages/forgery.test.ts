import { AdminDeleteSoftwareTokenCommand, AdminGetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { locationOf, makeOAuthApp, newTokens, type OAuthApp, onPages } from '#tests/support/oauth.ts';
import { makeClient, makeUser, password } from '#tests/support/pools.ts';
import { codeIn, enter, errorOn, loginPath, questionIn, textOf, userOf } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { answerTotp, begin, codeOf, makeTotpPool, makeTotpUser, stepMs } from '#tests/support/totp.ts';
import { formIn, newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

const expired = 'The page has expired. Please sign in again.';

const tokenOf = async (agent: UserAgent, app: OAuthApp): Promise<string> =>
  formIn(await textOf(await agent.get(loginPath(app)))).fields._csrf ?? '';

const credentials = ({ user }: OAuthApp) => ({ username: user.username, password });

describe('a form that is not our own', () => {
  const refused = async (answer: Response) => {
    expect([answer.status, await errorOn(answer)]).toEqual([200, expired]);
  };

  it('is refused without a token', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    await tokenOf(agent, app);
    await refused(await agent.post(loginPath(app), credentials(app)));
  });

  it('is refused without the cookie', async () => {
    const app = await makeOAuthApp();
    const _csrf = await tokenOf(newUserAgent(), app);
    await refused(await newUserAgent().post(loginPath(app), { _csrf, ...credentials(app) }));
  });

  it('is refused with the token of another browser', async () => {
    const app = await makeOAuthApp();
    const [own, other] = [newUserAgent(), newUserAgent()];
    await tokenOf(own, app);
    await refused(await own.post(loginPath(app), { _csrf: await tokenOf(other, app), ...credentials(app) }));
  });

  it('is refused with the token of another pool, in the cookie as well', async () => {
    const [app, elsewhere] = [await makeOAuthApp(), await makeOAuthApp()];
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, elsewhere);
    expect(agent.cookies.get('XSRF-TOKEN')).toBe(_csrf);
    await refused(await agent.post(loginPath(app), { _csrf, ...credentials(app) }));
    expect(agent.cookies.get('XSRF-TOKEN')).not.toBe(_csrf);
  });

  it('is refused with a token that nobody made', async () => {
    const app = await makeOAuthApp();
    const _csrf = '00000000-0000-0000-0000-000000000000';
    const agent = newUserAgent({ cookies: new Map([['XSRF-TOKEN', _csrf]]) });
    await refused(await agent.post(loginPath(app), { _csrf, ...credentials(app) }));
  });

  it.each([
    ['Origin', { origin: 'https://evil.example' }],
    ['Origin', { origin: 'null' }],
    ['Origin', { origin: 'about:blank' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'cross-site' }],
    ['Sec-Fetch-Site', { 'sec-fetch-site': 'same-site' }],
  ])('is refused where %s is that of %j, whatever its token', async (_header, headers) => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, app);
    const posting = newUserAgent({ headers: { ...headers }, cookies: agent.cookies });
    await refused(await posting.post(loginPath(app), { _csrf, ...credentials(app) }));
  });

  it('is taken from the page itself, as browsers say', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, app);
    const headers = { origin: stack().endpoint, 'sec-fetch-site': 'same-origin' };
    const posting = newUserAgent({ headers, cookies: agent.cookies });
    await codeIn(await posting.post(loginPath(app), { _csrf, ...credentials(app) }));
  });

  it('is an error where it is no form', async () => {
    const app = await makeOAuthApp();
    const answer = await fetch(`${stack().endpoint}${loginPath(app)}`, {
      method: 'POST',
      body: JSON.stringify(credentials(app)),
      headers: { 'content-type': 'application/json' },
      redirect: 'manual',
    });
    expect([answer.status, locationOf(answer).searchParams.get('error')]).toEqual([302, 'invalid_request']);
  });
});

describe('a question', () => {
  const asked = async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, onPages);
    const user = await makeTotpUser(pool);
    const agent = newUserAgent({ ahead: stepMs });
    const page = await enter(agent, pool, user);
    const { fields } = formIn(await textOf(page));
    const code = codeOf(user.secret, Date.now() + stepMs);
    return { app: { ...pool, user }, agent, page, fields, answer: { ...fields, authentication_code: code } };
  };

  it('is answered once: one session, one code', async () => {
    const { app, agent, answer } = await asked();
    const done = await agent.post(loginPath(app), answer);
    expect(await userOf(app, done)).toBe(app.user.sub);
    const again = await agent.post(loginPath(app), answer);
    expect(again.status).toBe(200);
    expect(again.headers.getSetCookie().join()).not.toContain('gatehouse-');
  });

  it('gives one code where answers come at once', async () => {
    const { app, agent, answer } = await asked();
    const done = await Promise.all(Array.from({ length: 8 }, () => agent.post(loginPath(app), answer)));
    expect(done.filter(({ status }) => status === 302)).toHaveLength(1);
  });

  it.each(['pool', 'client'] as const)('of another %s is refused', async (what) => {
    const { app, agent, answer } = await asked();
    const other = what === 'pool' ? await makeOAuthApp() : { ...app, ...(await makeClient(app.poolId, onPages)) };
    const _csrf = await tokenOf(agent, other);
    const refused = await agent.post(loginPath(other), { ...answer, _csrf });
    expect(refused.status).toBe(200);
    expect(await errorOn(refused)).toMatch(/^Invalid (?:code or auth state|session)/);
  });

  it('of another user is refused, under the name of an own one', async () => {
    const { app, agent, answer, fields } = await asked();
    const { username } = await makeUser(app);
    const question = Buffer.from(JSON.stringify({ ...questionIn(fields.question ?? ''), username })).toString(
      'base64url',
    );
    const refused = await agent.post(loginPath(app), { ...answer, question });
    expect([refused.status, await errorOn(refused)]).toEqual([200, 'Invalid session for the user.']);
  });

  it.each(['SMS_MFA', 'PASSWORD', 'NEW_PASSWORD_REQUIRED', 'MFA_SETUP', 'ADMIN_NO_SRP_AUTH', 'CUSTOM_CHALLENGE'])(
    'that calls itself %s is refused',
    async (challenge) => {
      const { app, agent, answer, fields } = await asked();
      const changed = { ...questionIn(fields.question ?? ''), challenge };
      const question = Buffer.from(JSON.stringify(changed)).toString('base64url');
      const more = { question, password, new_password: 'Another-horse-2', answer: 'x' };
      const refused = await agent.post(loginPath(app), { ...answer, ...more });
      expect(refused.status).toBe(200);
      expect(await errorOn(refused)).toBeTruthy();
    },
  );

  it('that is none leads back to the sign-in page', async () => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, app);
    const packed = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.json().map((json) => Buffer.from(json).toString('base64url')),
      fc
        .record({
          challenge: fc.string(),
          session: fc.string(),
          username: fc.string(),
          parameters: fc.object(),
          choices: fc.array(fc.anything()),
        })
        .map((value) => Buffer.from(JSON.stringify(value)).toString('base64url')),
    );
    await fc.assert(
      fc.asyncProperty(packed, async (question) => {
        const answer = await agent.post(loginPath(app), { _csrf, question });
        expect([answer.status, await errorOn(answer)]).toEqual([200, expired]);
      }),
      { numRuns: 40 },
    );
  });

  it.each(['constructor', '__proto__', 'toString'])('that offers %s is asked again, as any other', async (choice) => {
    const app = await makeOAuthApp();
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, app);
    for (const challenge of ['MFA_SETUP', 'SELECT_CHALLENGE', 'SELECT_MFA_TYPE']) {
      const forged = { challenge, session: 'x', username: 'x', parameters: {}, choices: [choice, choice] };
      const question = Buffer.from(JSON.stringify(forged)).toString('base64url');
      const answer = await agent.post(loginPath(app), { _csrf, question, answer: 'x' });
      expect([answer.status, await textOf(answer)]).toEqual([200, expect.stringContaining(`>${choice}</button>`)]);
    }
  });

  it('whose Session is something else is refused', async () => {
    const app = await makeOAuthApp();
    const { access_token } = await newTokens(app);
    const agent = newUserAgent();
    const _csrf = await tokenOf(agent, app);
    const question = Buffer.from(
      JSON.stringify({
        challenge: 'PASSWORD',
        session: access_token,
        username: app.user.username,
        parameters: {},
        choices: [],
      }),
    ).toString('base64url');
    const refused = await agent.post(loginPath(app), { _csrf, question, password });
    expect(refused.status).toBe(200);
    expect(await errorOn(refused)).toBeTruthy();
  });
});

describe('a Session of a page', () => {
  const asked = async () => {
    const pool = await makeTotpPool('OPTIONAL', {}, { ...onPages, ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH'] });
    return { pool, user: await makeTotpUser(pool), at: Date.now() + stepMs };
  };

  const over = { name: 'NotAuthorizedException', message: 'Invalid session for the user.' };

  it('is worth nothing at the API, so that a sign-in ends once', async () => {
    const { pool, user, at } = await asked();
    const page = await enter(newUserAgent({ ahead: stepMs }), pool, user);
    const { session } = questionIn(formIn(await textOf(page)).fields.question ?? '');
    await expect(answerTotp(pool, user, String(session), codeOf(user.secret, at), at)).rejects.toMatchObject(over);
  });

  it('is none of the API', async () => {
    const { pool, user, at } = await asked();
    const { Session } = await begin(pool, user, at);
    const agent = newUserAgent({ ahead: stepMs });
    const { fields } = formIn(await textOf(await enter(agent, pool, user)));
    const question = { ...questionIn(fields.question ?? ''), session: Session };
    const refused = await agent.post(loginPath(pool), {
      ...fields,
      question: Buffer.from(JSON.stringify(question)).toString('base64url'),
      authentication_code: codeOf(user.secret, at),
    });
    expect([refused.status, await errorOn(refused)]).toEqual([200, over.message]);
  });

  const setUp = async () => {
    const pool = await makeTotpPool('ON', {}, onPages);
    const user = await makeUser(pool);
    const agent = newUserAgent();
    const page = await textOf(await enter(agent, pool, user));
    const [, secret = ''] = /<p id="totpSecret"[^>]*>([A-Z2-7]+)</.exec(page) ?? [];
    const answer = { ...formIn(page).fields, authentication_code: codeOf(secret) };
    return { pool, user, agent, answer };
  };

  it('brings back no authenticator app that an administrator removed', async () => {
    const { pool, user, agent, answer } = await setUp();
    await codeIn(await agent.post(loginPath(pool), answer));
    await adminClient().send(new AdminDeleteSoftwareTokenCommand({ UserPoolId: pool.poolId, Username: user.username }));
    const again = await agent.post(loginPath(pool), answer);
    expect([again.status, await errorOn(again)]).toEqual([
      200,
      'Invalid session for the user, session can only be used once.',
    ]);
    const next = await enter(newUserAgent(), pool, user);
    expect(await textOf(next)).toContain('id="totpSecret"');
  });

  it('sets up no app on the page of another client', async () => {
    const { pool, user, agent, answer } = await setUp();
    const other = { ...pool, ...(await makeClient(pool.poolId, onPages)) };
    const refused = await agent.post(loginPath(other), answer);
    expect([refused.status, await errorOn(refused)]).toEqual([200, over.message]);
    await expect(
      adminClient().send(new AdminGetUserCommand({ UserPoolId: pool.poolId, Username: user.username })),
    ).resolves.not.toHaveProperty('UserMFASettingList.0');
  });
});
