import {
  AdminDisableProviderForUserCommand,
  AdminLinkProviderForUserCommand,
  GetUserCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { type FederatedApp, makeScriptedApp, signInScripted } from '#tests/support/federation.ts';
import { authorizePath, exchange, locationOf } from '#tests/support/oauth.ts';
import { makeClient, makeUser } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { stack } from '#tests/support/stack.ts';
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
