import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  GetUserCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted, tokensFor } from '#tests/support/federation.ts';
import { authorizePath, exchange, locationOf, onPages } from '#tests/support/oauth.ts';
import { makeClient, makeUser, password } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
import { ask, contextOf, loa } from '#tests/support/step-up.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

const User = { ProviderName: 'Corporate', ProviderAttributeValue: 'Ada-1' };

const link = ({ poolId: UserPoolId }: FederatedApp, username: string) => {
  const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: username };
  return adminClient().send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser: User }));
};

const refresh = ({ clientId }: FederatedApp, refresh_token: string) =>
  fetch(`${stack().endpoint}/oauth2/token`, {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'refresh_token', client_id: clientId, refresh_token }),
  });

it('sign-ins through a provider end with the link, and no others', async () => {
  const app = await makeScriptedApp();
  const user = await makeUser(app);
  await link(app, user.username);
  const byPassword = await signIn(await makeClient(app.poolId), user);
  const agent = newUserAgent();
  const scope = 'openid aws.cognito.signin.user.admin';
  const told = await signInScripted(app, { sub: 'Ada-1' }, { scope }, agent);
  const tokens = JSON.parse(await (await exchange(app, told.searchParams.get('code') ?? '')).text());
  const bySession = async () => locationOf(await agent.get(authorizePath(app, { prompt: 'none', scope }))).searchParams;
  const code = (await bySession()).get('code') ?? '';
  const later = JSON.parse(await (await exchange(app, (await bySession()).get('code') ?? '')).text());
  const getUser = (AccessToken: string) => publicClient().send(new GetUserCommand({ AccessToken }));
  await getUser(tokens.access_token);
  await getUser(later.access_token);
  expect((await refresh(app, tokens.refresh_token)).status).toBe(200);

  await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User }));

  const assertEnded = async () => {
    const revoked = { name: 'NotAuthorizedException', message: 'Access Token has been revoked' };
    await expect(getUser(tokens.access_token)).rejects.toMatchObject(revoked);
    await expect(getUser(later.access_token)).rejects.toMatchObject(revoked);
    expect((await refresh(app, tokens.refresh_token)).status).toBe(400);
    expect((await bySession()).get('error')).toBe('login_required');
    expect((await exchange(app, code)).status).toBe(400);
  };
  await assertEnded();
  await link(app, user.username);
  await assertEnded();
  await getUser(byPassword.AccessToken);
});

it('a step-up takes nothing over from a sign-in through a provider, so its tokens owe nothing to the link', async () => {
  const app = await makeScriptedApp(
    {},
    {},
    { Policies: { SignInPolicy: { AllowedFirstAuthFactors: ['PASSWORD', 'EMAIL_OTP'] } } },
  );
  await adminClient().send(
    new UpdateUserPoolClientCommand({
      ...onPages,
      UserPoolId: app.poolId,
      ClientId: app.clientId,
      SupportedIdentityProviders: ['COGNITO', 'Corporate'],
      ExplicitAuthFlows: ['ALLOW_USER_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    }),
  );
  const user = await makeUser(app);
  await link(app, user.username);
  const told = await signInScripted(app, { sub: 'Ada-1' }, { scope: 'openid aws.cognito.signin.user.admin' });
  const { access_token } = await tokensFor(app, told);
  const target = (level: 1 | 3, more = {}) => ({ TARGET_ACR_VALUES: loa(level), ACCESS_TOKEN: access_token, ...more });
  const asked = await ask(app, user.username, target(1));
  expect(asked).toMatchObject({ ChallengeName: 'SELECT_CHALLENGE' });
  expect(asked.AvailableChallenges).toContain('PASSWORD');
  const byPassword = target(1, { PREFERRED_CHALLENGE: 'PASSWORD', PASSWORD: password });
  const done = await ask(app, user.username, byPassword, { ahead: 60_000 });
  const { amr, authTime } = contextOf(done);
  expect(amr).toEqual(['pwd']);
  expect(authTime).toBeGreaterThan(Number(decodeJwt(access_token).auth_time) + 50);

  await adminClient().send(new AdminDisableProviderForUserCommand({ UserPoolId: app.poolId, User }));
  const getUser = (AccessToken: string | undefined) => publicClient().send(new GetUserCommand({ AccessToken }));
  await expect(getUser(access_token)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  await getUser(done.AuthenticationResult?.AccessToken);
});
