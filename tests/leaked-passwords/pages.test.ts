import { randomUUID } from 'node:crypto';
import { AdminGetUserCommand, AdminSetUserPasswordCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { leaked, minding, protectedBy, setBlocklist } from '#tests/support/leaked-passwords.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { complaintsIn, withManagedLogin } from '#tests/support/managed-login.ts';
import { authorizePath, locationOf, makeOAuthApp, type OAuthApp } from '#tests/support/oauth.ts';
import { password } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { codeIn, enter, errorOn, textOf } from '#tests/support/sign-in-page.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

const inEnglish = 'This password is known from a data leak, so that others can guess it. Choose another one.';

const families = [
  {
    family: 'classic',
    dress: async (app: OAuthApp): Promise<OAuthApp> => app,
    saysOn: errorOn,
    refused: 'Provided password cannot be used for security reasons.',
    told: 'Password did not conform with policy: Password is known from a data leak',
  },
  {
    family: 'managed',
    dress: (app: OAuthApp): Promise<OAuthApp> => withManagedLogin(app),
    saysOn: async (page: Response) => complaintsIn(await textOf(page)).join(' '),
    refused: inEnglish,
    told: inEnglish,
  },
] as const;

const makeApp = async (): Promise<OAuthApp> => {
  const app = await makeOAuthApp({}, { ...protectedBy('ENFORCED'), AutoVerifiedAttributes: ['email'] });
  await minding(app.poolId);
  return app;
};

const setPassword = ({ poolId, user }: OAuthApp, Password: string, Permanent: boolean) =>
  adminClient().send(
    new AdminSetUserPasswordCommand({ UserPoolId: poolId, Username: user.username, Password, Permanent }),
  );

const setLeaked = async (app: OAuthApp): Promise<void> => {
  await minding(app.poolId, { EventFilter: ['SIGN_IN'] });
  await setPassword(app, leaked, true);
  await minding(app.poolId);
};

const pathOf = (app: OAuthApp, path: string): string => authorizePath(app, { scope: 'openid' }, path);

describe.each(families)('on $family pages, a password that leaked elsewhere', ({ dress, saysOn, refused, told }) => {
  const signUp = async (app: OAuthApp, given: string): Promise<Response> => {
    const agent = newUserAgent();
    return submit(agent, await agent.get(pathOf(app, '/signup')), {
      username: `user-${randomUUID()}`,
      password: given,
    });
  };

  it('does not sign up', async () => {
    const app = await dress(await makeApp());
    expect(await saysOn(await signUp(app, leaked))).toBe(refused);
    expect(await saysOn(await signUp(app, newPassword))).not.toBe(refused);
  });

  it('does not sign up against the policy, which says why', async () => {
    const app = await dress(await makeOAuthApp());
    await setBlocklist(app.poolId, { Enforced: true });
    expect(await saysOn(await signUp(app, leaked))).toBe(told);
  });

  it('is not set by a code', async () => {
    const app = await dress(await makeApp());
    const agent = newUserAgent();
    const led = await submit(agent, await agent.get(pathOf(app, '/forgotPassword')), { username: app.user.username });
    const page = await agent.get(locationOf(led).href);
    const code = await codeFor(app.user.email);
    const again = await submit(agent, page, { code, password: leaked });
    expect(await saysOn(again)).toBe(refused);
    const done = await submit(agent, again, { code, password: newPassword });
    expect(locationOf(done).pathname).toBe('/login');
  });

  it('does not replace a temporary one', async () => {
    const app = await dress(await makeApp());
    await setPassword(app, newPassword, false);
    const agent = newUserAgent();
    const page = await enter(agent, app, app.user, { password: newPassword });
    const again = await submit(agent, page, { new_password: leaked });
    expect(await saysOn(again)).toBe(refused);
    expect(await codeIn(await submit(agent, again, { new_password: password }))).toBeTruthy();
  });

  it('does not sign in, but leads to where it is replaced', async () => {
    const app = await dress(await makeApp());
    await setLeaked(app);
    const led = await enter(newUserAgent(), app, app.user, { password: leaked });
    expect([led.status, locationOf(led).pathname]).toEqual([302, '/forgotPassword']);
    const { UserStatus } = await adminClient().send(
      new AdminGetUserCommand({ UserPoolId: app.poolId, Username: app.user.username }),
    );
    expect(UserStatus).toBe('RESET_REQUIRED');
  });
});
