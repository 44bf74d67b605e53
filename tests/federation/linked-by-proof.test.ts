import { randomUUID } from 'node:crypto';
import {
  AdminDisableProviderForUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  ListUsersCommand,
  SetUserPoolMfaConfigCommand,
  SignUpCommand,
  UpdateIdentityProviderCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, returnFromScripted, tokensFor } from '#tests/support/federation.ts';
import { link, makeLinkingApp, setPolicy } from '#tests/support/linking.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { complaintsIn, withManagedLogin } from '#tests/support/managed-login.ts';
import { authorizePath, locationOf, onPages } from '#tests/support/oauth.ts';
import { anEmail, makeClient, makeUser, password } from '#tests/support/pools.ts';
import { makeSamlPool, providerName } from '#tests/support/saml/saml-pool.ts';
import { bringAnswer, samlAnswer, signInBySaml } from '#tests/support/saml/saml-sign-in.ts';
import { textOf } from '#tests/support/sign-in-page.ts';
import { codeOf, enrol, stepMs } from '#tests/support/totp.ts';
import { errorIn, formIn, newUserAgent, submit, type UserAgent } from '#tests/support/user-agent.ts';

type Pool = Parameters<typeof makeLinkingApp>[1];

const families: readonly (readonly [string, (pool?: Pool) => Promise<FederatedApp>])[] = [
  ['classic pages', (pool) => makeLinkingApp('ASK', pool)],
  ['managed login', async (pool) => withManagedLogin(await makeLinkingApp('ASK', pool))],
];

const person = (more: object = {}) => ({ sub: `S-${randomUUID()}`, email: anEmail(), email_verified: true, ...more });

/** Where the provider leads: to the page that asks, with what the app asked. */
const arrive = async (agent: UserAgent, app: FederatedApp, user: object): Promise<string> => {
  const answer = await agent.get(await returnFromScripted(agent, app, user, { scope: 'openid' }));
  const { pathname, search } = locationOf(answer);
  return `${pathname}${search}`;
};

const ask = async (agent: UserAgent, app: FederatedApp, user: object): Promise<Response> =>
  agent.get(await arrive(agent, app, user));

const wrongOn = async (page: Response): Promise<readonly string[]> => {
  const text = await textOf(page);
  const classic = errorIn(text);
  return classic === undefined ? complaintsIn(text) : [classic];
};

const subOf = async (app: FederatedApp, answer: Response) => (await tokensFor(app, locationOf(answer))).claims.sub;

const isAsked = (path: string): boolean => path.startsWith('/linkAccount?');

/** Who somebody is at the next arrival. */
const nextSub = async (app: FederatedApp, user: object) => {
  const agent = newUserAgent();
  return subOf(app, await agent.get(await returnFromScripted(agent, app, user, { scope: 'openid' })));
};

const identitiesOf = async ({ poolId: UserPoolId }: FederatedApp, Username: string): Promise<unknown> => {
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
  return JSON.parse(UserAttributes.find(({ Name }) => Name === 'identities')?.Value ?? '[]');
};

const howMany = async ({ poolId: UserPoolId }: FederatedApp): Promise<number> =>
  (await adminClient().send(new ListUsersCommand({ UserPoolId }))).Users?.length ?? 0;

describe.each(families)('the page that asks for an account, on %s', (_family, make) => {
  it('links the account with the user who is proved there, and not before', async () => {
    const app = await make();
    const [user, eve, agent] = [await makeUser(app), person(), newUserAgent()];
    const page = await ask(agent, app, eve);
    const text = await textOf(page);
    expect(page.status).toBe(200);
    expect(text).toContain('Corporate');
    expect(text).toContain(eve.email);
    expect(text).toContain('name="newAccount"');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await identitiesOf(app, user.username)).toEqual([]);
    const answer = await submit(agent, page, { username: user.username, password });
    expect(await subOf(app, answer)).toBe(user.sub);
    expect(await identitiesOf(app, user.username)).toMatchObject([{ userId: eve.sub, primary: false }]);
    expect(await nextSub(app, eve)).toBe(user.sub);
    expect(await howMany(app)).toBe(1);
  });

  it('makes a new user of somebody who has none, and asks no more', async () => {
    const app = await make();
    const [ada, agent] = [person(), newUserAgent()];
    const answer = await submit(agent, await ask(agent, app, ada), { newAccount: 'true' });
    const { claims } = await tokensFor(app, locationOf(answer));
    expect(claims).toMatchObject({ 'cognito:username': `Corporate_${ada.sub}`, email: ada.email });
    expect(await nextSub(app, ada)).toBe(claims.sub);
  });

  it('does not tell who has an account', async () => {
    const app = await make({ AliasAttributes: ['email'] });
    const user = await makeUser(app);
    const shown = async (email: string): Promise<string> => {
      const page = await textOf(await ask(newUserAgent(), app, person({ sub: 'S', email })));
      return page.replaceAll(email, 'EMAIL').replaceAll(/value="[0-9a-f-]{36}"|login_hint=[^&"]*/g, '');
    };
    expect(await shown(user.email)).toBe(await shown(anEmail()));
    const strict = { ...onPages, UserPoolId: app.poolId, ClientId: app.clientId };
    await adminClient().send(
      new UpdateUserPoolClientCommand({
        ...strict,
        SupportedIdentityProviders: ['COGNITO', 'Corporate'],
        PreventUserExistenceErrors: 'ENABLED',
      }),
    );
    const tried = async (username: string) => {
      const agent = newUserAgent();
      return wrongOn(await submit(agent, await ask(agent, app, person()), { username, password: 'Wrong-horse-1' }));
    };
    expect(await tried(user.username)).toEqual(await tried(`nobody-${randomUUID()}`));
    expect(await tried(user.username)).toHaveLength(1);
  });

  it('shows an address that the provider has not verified to nobody as theirs', async () => {
    const app = await make();
    const ada = person({ email_verified: false });
    const page = await textOf(await ask(newUserAgent(), app, ada));
    expect(page).not.toContain(ada.email);
    expect(page).toContain(ada.sub);
  });

  it('asks for the second factor of the user, and links only after it', async () => {
    const app = await make();
    const UserPoolId = app.poolId;
    const SoftwareTokenMfaConfiguration = { Enabled: true };
    await adminClient().send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, MfaConfiguration: 'OPTIONAL', SoftwareTokenMfaConfiguration }),
    );
    const user = await enrol({ ...app, ...(await makeClient(UserPoolId)) }, await makeUser(app));
    const [ada, agent] = [person(), newUserAgent({ ahead: 2 * stepMs })];
    const question = await submit(agent, await ask(agent, app, ada), { username: user.username, password });
    expect(formIn(await textOf(question)).action).toMatch(/^\/linkAccount\?/);
    expect(await identitiesOf(app, user.username)).toEqual([]);
    const code = codeOf(user.secret, Date.now() + 2 * stepMs);
    const answer = await submit(agent, question, { authentication_code: code });
    expect(locationOf(answer).searchParams.has('code')).toBe(true);
    expect(await identitiesOf(app, user.username)).toMatchObject([{ userId: ada.sub }]);
  });

  it('takes a code by e-mail for a proof', async () => {
    const app = await make({
      AutoVerifiedAttributes: ['email'],
      Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } },
    });
    const [user, ada, agent] = [await makeUser(app), person(), newUserAgent()];
    const choice = await submit(agent, await ask(agent, app, ada), {
      username: user.username,
      password: '',
      otherWay: 'true',
    });
    const question = await submit(agent, choice, { answer: 'EMAIL_OTP' });
    const answer = await submit(agent, question, { authentication_code: await codeFor(user.email) });
    expect(await subOf(app, answer)).toBe(user.sub);
    expect(await nextSub(app, ada)).toBe(user.sub);
  });

  it('links nothing with a user who is disabled, or not confirmed', async () => {
    const app = await make();
    const user = await makeUser(app);
    const newcomer = `new-${randomUUID()}`;
    await publicClient().send(new SignUpCommand({ ClientId: app.clientId, Username: newcomer, Password: password }));
    await adminClient().send(new AdminDisableUserCommand({ UserPoolId: app.poolId, Username: user.username }));
    for (const username of [user.username, newcomer]) {
      const agent = newUserAgent();
      const answer = await submit(agent, await ask(agent, app, person()), { username, password });
      expect([answer.status, (await wrongOn(answer)).length]).toEqual([200, 1]);
      expect(formIn(await textOf(answer)).action).toMatch(/^\/linkAccount\?/);
      expect(await identitiesOf(app, username)).toEqual([]);
    }
  });

  it('says that a user with five accounts gets no sixth', async () => {
    const app = await make();
    const [user, agent] = [await makeUser(app), newUserAgent()];
    for (let count = 0; count < 5; count++) await link(app, user.username, randomUUID());
    const answer = await submit(agent, await ask(agent, app, person()), { username: user.username, password });
    expect((await wrongOn(answer)).join()).toMatch(/linked identities at most|cannot be connected with more/);
  });

  it('is answered once', async () => {
    const app = await make();
    const [user, ada, agent] = [await makeUser(app), person(), newUserAgent()];
    const path = await arrive(agent, app, ada);
    const page = await agent.get(path);
    const { action, fields } = formIn(await textOf(page));
    await agent.post(action, { ...fields, newAccount: 'true' });
    for (const more of [{ username: user.username, password }, { newAccount: 'true' }]) {
      expect(locationOf(await agent.post(action, { ...fields, ...more })).pathname).toBe('/login');
    }
    expect(locationOf(await agent.get(path)).pathname).toBe('/login');
    expect(await identitiesOf(app, user.username)).toEqual([]);
  });

  it('links no account again whose link was ended', async () => {
    const app = await make();
    const [user, ada, agent] = [await makeUser(app), person(), newUserAgent()];
    const { action, fields } = formIn(await textOf(await ask(agent, app, ada)));
    const typed = { ...fields, username: user.username, password };
    await agent.post(action, typed);
    const User = { ProviderName: 'Corporate', ProviderAttributeValue: ada.sub };
    await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User }));
    expect(locationOf(await agent.post(action, typed)).pathname).toBe('/login');
    expect(await identitiesOf(app, user.username)).toEqual([]);
    // Whoever proves the user once more may have it back.
    const again = await submit(agent, await ask(agent, app, ada), { username: user.username, password });
    expect(await subOf(app, again)).toBe(user.sub);
    expect(await nextSub(app, ada)).toBe(user.sub);
  });

  it('is answered once by two forms at once', async () => {
    const app = await make();
    const [one, other] = [await makeUser(app), await makeUser(app)];
    const [ada, agent] = [person(), newUserAgent()];
    const { action, fields } = formIn(await textOf(await ask(agent, app, ada)));
    await Promise.all([one, other].map(({ username }) => agent.post(action, { ...fields, username, password })));
    const linked = await Promise.all([one, other].map(({ username }) => identitiesOf(app, username)));
    expect(linked.flat()).toHaveLength(1);
  });

  it('is not met in another browser, at another client, or after ten minutes', async () => {
    const app = await make();
    const { clientId } = await makeClient(app.poolId, onPages);
    const ada = person();
    const agent = newUserAgent();
    const path = await arrive(agent, app, ada);
    expect(isAsked(path)).toBe(true);
    const later = newUserAgent({ cookies: agent.cookies, ahead: 600_001 });
    const elsewhere = path.replace(app.clientId, clientId);
    expect(locationOf(await newUserAgent().get(path)).pathname).toBe('/login');
    expect(locationOf(await agent.get(elsewhere)).pathname).toBe('/login');
    expect(locationOf(await later.get(path)).pathname).toBe('/login');
    expect((await agent.get(path)).status).toBe(200);
  });

  it('takes no form of another site', async () => {
    const app = await make();
    const [user, ada, agent] = [await makeUser(app), person(), newUserAgent()];
    const { action, fields } = formIn(await textOf(await ask(agent, app, ada)));
    const foreign = newUserAgent({ cookies: agent.cookies, headers: { origin: 'https://evil.example' } });
    const typed = { username: user.username, password };
    const without = Object.fromEntries(Object.entries(fields).filter(([name]) => !name.endsWith('csrf')));
    for (const answer of [
      await foreign.post(action, { ...fields, ...typed }),
      await agent.post(action, { ...without, ...typed }),
    ]) {
      expect(answer.status).toBe(200);
    }
    expect(await identitiesOf(app, user.username)).toEqual([]);
  });

  it('leaves a sign-in on the usual page alone', async () => {
    const app = await make();
    const [user, ada, agent] = [await makeUser(app), person(), newUserAgent()];
    const path = await arrive(agent, app, ada);
    const login = await agent.get(path.replace('/linkAccount', '/login').replace(/&identity_provider=[^&]*/, ''));
    expect(locationOf(await submit(agent, login, { username: user.username, password })).searchParams.has('code')).toBe(
      true,
    );
    expect(await identitiesOf(app, user.username)).toEqual([]);
  });

  it('asks nobody any more once the policy is another one', async () => {
    const app = await make();
    const [ada, agent] = [person(), newUserAgent()];
    const path = await arrive(agent, app, ada);
    await setPolicy(app, 'NEVER');
    expect(locationOf(await agent.get(path)).pathname).toBe('/login');
  });
});

describe('a pool that asks', () => {
  it('asks who comes from a SAML provider, unless nobody asked for the response', async () => {
    const client = { SupportedIdentityProviders: ['COGNITO', providerName] };
    const pool = await makeSamlPool({ client });
    await setPolicy(pool, 'ASK');
    const [user, agent, nameId] = [await makeUser(pool), newUserAgent(), `S-${randomUUID()}`];
    const asked = locationOf(await signInBySaml(pool, { nameId }, { agent, scope: 'openid' }));
    expect(asked.pathname).toBe('/linkAccount');
    await submit(agent, await agent.get(asked.href), { username: user.username, password });
    const told = locationOf(await signInBySaml(pool, { nameId }, { scope: 'openid' }));
    expect((await tokensFor({ ...pool, provider: providerName }, told)).claims.sub).toBe(user.sub);

    const ProviderDetails = { ...pool.details, IDPInit: 'true' };
    await adminClient().send(
      new UpdateIdentityProviderCommand({ UserPoolId: pool.poolId, ProviderName: providerName, ProviderDetails }),
    );
    const [, relayState = ''] = authorizePath(pool, { identity_provider: providerName }).split('?');
    const other = samlAnswer(pool, { nameId: `S-${randomUUID()}` });
    expect(locationOf(await bringAnswer(newUserAgent(), other, relayState)).href).toMatch(/^https:\/\/app\..*code=/);
  });

  it('asks nobody where users of the client have no account of the pool itself', async () => {
    const app = await makeLinkingApp('ASK');
    const SupportedIdentityProviders = ['Corporate'];
    const { poolId: UserPoolId, clientId: ClientId } = app;
    await adminClient().send(
      new UpdateUserPoolClientCommand({ ...onPages, UserPoolId, ClientId, SupportedIdentityProviders }),
    );
    const agent = newUserAgent();
    const answer = await agent.get(await returnFromScripted(agent, app, person()));
    expect(locationOf(answer).searchParams.has('code')).toBe(true);
  });
});
