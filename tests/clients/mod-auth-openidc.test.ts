import { randomUUID } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { AdminAddUserToGroupCommand, CreateGroupCommand } from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { closeServer } from '#local/close-server.ts';
import { freePort } from '#local/ports.ts';
import { hasApache, startApache } from '#tests/support/apache.ts';
import { adminClient } from '#tests/support/clients.ts';
import { locationOf, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, type UserAgent } from '#tests/support/user-agent.ts';

// As a load balancer has it: a path of its own for the answer, and each endpoint by its address, over HTTPS alone. Its
// certificate is checked. fetch says that it is a script, whence `auth true`.
const settings = ({ poolId, clientId, clientSecret }: OAuthApp, origin: string, target: string): string => {
  const { endpoint, https } = stack();
  return `
OIDCRedirectURI ${origin}/oauth2/idpresponse
OIDCCryptoPassphrase ${randomUUID()}
OIDCProviderIssuer ${endpoint}/${poolId}
OIDCProviderAuthorizationEndpoint ${https?.endpoint}/oauth2/authorize
OIDCProviderTokenEndpoint ${https?.endpoint}/oauth2/token
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCProviderUserInfoEndpoint ${https?.endpoint}/oauth2/userInfo
OIDCProviderJwksUri ${https?.endpoint}/${poolId}/.well-known/jwks.json
OIDCProviderEndSessionEndpoint ${https?.endpoint}/logout
OIDCClientID ${clientId}
OIDCClientSecret ${clientSecret}
OIDCScope "openid email"
OIDCRemoteUserClaim sub
OIDCPassClaimsAs headers
<Location />
  AuthType openid-connect
  Require valid-user
  OIDCUnAuthAction auth true
</Location>
<Location /open>
  OIDCUnAuthAction pass
</Location>
<Location /api>
  OIDCUnAuthAction 401
</Location>
ProxyPass /oauth2/idpresponse !
ProxyPass / ${target}/
`;
};

// fetch knows no authority, so the browser of these tests goes to the same server at its plain address.
const plain = (url: URL): URL => {
  const { endpoint, https } = stack();
  return new URL(url.href.replace(https?.endpoint ?? '', endpoint));
};

describe.skipIf(!hasApache)('mod_auth_openidc', () => {
  let app: OAuthApp;
  let origin: string;
  let target: Server;
  let stop: (() => Promise<void>) | undefined;

  beforeAll(async () => {
    // Behind it, a server that tells what it was told.
    target = createServer(({ headers }, response) => response.end(JSON.stringify(headers)));
    const [port, targetPort] = [await freePort(), await freePort()];
    await new Promise<void>((listening) => target.listen(targetPort, '127.0.0.1', listening));
    origin = `http://localhost:${port}`;
    app = await makeOAuthApp({
      GenerateSecret: true,
      CallbackURLs: [`${origin}/oauth2/idpresponse`],
      LogoutURLs: [`${origin}/open/bye`],
    });
    const group = { UserPoolId: app.poolId, GroupName: 'staff' };
    await adminClient().send(new CreateGroupCommand(group));
    await adminClient().send(new AdminAddUserToGroupCommand({ ...group, Username: app.user.username }));
    stop = await startApache(port, {
      authority: stack().https?.certificateAuthority ?? '',
      settings: settings(app, origin, `http://127.0.0.1:${targetPort}`),
    });
  });

  afterAll(async () => {
    await stop?.();
    await closeServer(target);
  });

  const signIn = async (browser: UserAgent, provider = newUserAgent()): Promise<string> => {
    const begun = locationOf(await browser.get('/orders?open=1'));
    const answered = await signInAt(plain(begun), app, provider);
    return locationOf(await browser.get(answered.href)).href;
  };

  const toldBehind = async (browser: UserAgent, path: string): Promise<IncomingHttpHeaders> =>
    JSON.parse(await (await browser.get(path)).text());

  it('signs in with its secret, and tells the server behind it who the user is', async () => {
    const browser = newUserAgent({ origin });
    expect(await signIn(browser)).toBe(`${origin}/orders?open=1`);
    const told = await toldBehind(browser, '/orders?open=1');
    expect(told).toMatchObject({
      oidc_claim_sub: app.user.sub,
      oidc_claim_email: app.user.email,
      // Of the ID token, and of userInfo.
      'oidc_claim_cognito-groups': 'staff',
      oidc_claim_username: app.user.username,
    });
    expect(decodeJwt(String(told.oidc_access_token))).toMatchObject({ sub: app.user.sub, client_id: app.clientId });
  });

  it('leads to the sign-in, lets pass without a user, or refuses, as each path has it', async () => {
    const browser = newUserAgent({ origin });
    expect(locationOf(await browser.get('/orders')).href).toContain(`${stack().https?.endpoint}/oauth2/authorize?`);
    expect(await toldBehind(browser, '/open')).not.toHaveProperty('oidc_claim_sub');
    expect((await browser.get('/api')).status).toBe(401);
    await signIn(browser);
    expect(await toldBehind(browser, '/open')).toMatchObject({ oidc_claim_sub: app.user.sub });
    expect(await toldBehind(browser, '/api')).toMatchObject({ oidc_claim_sub: app.user.sub });
  });

  it('signs out, here and at the provider', async () => {
    const [browser, provider] = [newUserAgent({ origin }), newUserAgent()];
    await signIn(browser, provider);
    const bye = `${origin}/open/bye`;
    const out = locationOf(await browser.get(`/oauth2/idpresponse?logout=${encodeURIComponent(bye)}`));
    expect(out.href).toContain(`${stack().https?.endpoint}/logout?`);
    expect(locationOf(await provider.get(plain(out).href)).href).toBe(bye);
    const again = locationOf(await browser.get('/orders'));
    expect(locationOf(await provider.get(plain(again).href)).pathname).toBe('/login');
  });
});
