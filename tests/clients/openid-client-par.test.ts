import * as client from 'openid-client';
import { expect, it } from 'vitest';
import { callback, makeOAuthApp, signInAt } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { stack } from '#tests/support/stack.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { execute: [client.allowInsecureRequests] };

it('pushes a request, also with a key that the code is bound to, and signs in by the reference', async () => {
  const app = await makeOAuthApp({ GenerateSecret: true });
  const { poolId: UserPoolId, clientId: ClientId, clientSecret } = app;
  await callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, RequirePushedAuthorizationRequests: true });
  const issuer = new URL(`${stack().endpoint}/${UserPoolId}`);
  const config = await client.discovery(issuer, ClientId, clientSecret, undefined, insecure);
  for (const DPoP of [undefined, client.getDPoPHandle(config, await client.randomDPoPKeyPair())]) {
    const pkceCodeVerifier = client.randomPKCECodeVerifier();
    const expectedState = client.randomState();
    const parameters = {
      redirect_uri: callback,
      scope: 'openid email',
      state: expectedState,
      code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
      code_challenge_method: 'S256',
    };
    const options = DPoP && { DPoP };
    const url = await client.buildAuthorizationUrlWithPAR(config, parameters, options);
    expect([...url.searchParams.keys()].toSorted()).toEqual(['client_id', 'request_uri']);
    const answered = await signInAt(url, app);
    const checks = { pkceCodeVerifier, expectedState, idTokenExpected: true };
    const tokens = await client.authorizationCodeGrant(config, answered, checks, undefined, options);
    expect(tokens.claims()).toMatchObject({ sub: app.user.sub });
    expect(tokens.token_type).toBe(DPoP ? 'dpop' : 'bearer');
  }
});
