import { decodeJwt } from 'jose';
import * as client from 'openid-client';
import { describe, expect, it } from 'vitest';
import { makeMachine, orders } from '#tests/support/machines.ts';
import { callback, makeOAuthApp, type OAuthApp, signInAt } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// The laptop's stack has no TLS at this address: the one thing that the client has to be told.
const insecure = { execute: [client.allowInsecureRequests] };

const discover = ({ poolId, clientId, clientSecret }: TestPool, auth?: client.ClientAuth) =>
  client.discovery(new URL(`${stack().endpoint}/${poolId}`), clientId, clientSecret, auth, insecure);

const newKey = async (config: client.Configuration, algorithm = 'ES256') =>
  client.getDPoPHandle(config, await client.randomDPoPKeyPair(algorithm));

/** One sign-in by code and PKCE, whose tokens are bound to the key. */
const signIn = async (config: client.Configuration, app: OAuthApp, DPoP: client.DPoPHandle) => {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    dpop_jkt: await DPoP.calculateThumbprint(),
  });
  const answered = await signInAt(url, app);
  const tokens = await client.authorizationCodeGrant(config, answered, { pkceCodeVerifier }, undefined, { DPoP });
  return { tokens, jkt: await DPoP.calculateThumbprint() };
};

describe('openid-client with DPoP', () => {
  it.each(['ES256', 'RS256', 'PS256', 'Ed25519'])(
    'signs in with a public client and a key for %s',
    async (algorithm) => {
      const app = await makeOAuthApp();
      const config = await discover(app, client.None());
      const DPoP =
        algorithm === 'Ed25519'
          ? client.getDPoPHandle(config, await client.randomDPoPKeyPair('Ed25519'), {
              // RFC 9864 has a name of its own for it; servers that are older know EdDSA.
              [client.modifyAssertion]: (header) => {
                header.alg = 'EdDSA';
              },
            })
          : await newKey(config, algorithm);
      const { tokens, jkt } = await signIn(config, app, DPoP);
      expect(tokens.token_type).toBe('dpop');
      expect(decodeJwt(tokens.access_token).cnf).toEqual({ jkt });
      const user = await client.fetchUserInfo(config, tokens.access_token, app.user.sub, { DPoP });
      expect(user).toMatchObject({ email: app.user.email });
    },
  );

  it('refreshes with the key alone, which the refresh token of a public client is bound to', async () => {
    const app = await makeOAuthApp();
    const config = await discover(app, client.None());
    const DPoP = await newKey(config);
    const { tokens, jkt } = await signIn(config, app, DPoP);
    const token = tokens.refresh_token ?? '';
    const refreshed = await client.refreshTokenGrant(config, token, undefined, { DPoP });
    expect(decodeJwt(refreshed.access_token).cnf).toEqual({ jkt });
    await client.fetchUserInfo(config, refreshed.access_token, app.user.sub, { DPoP });

    await expect(client.refreshTokenGrant(config, token)).rejects.toMatchObject({ error: 'invalid_dpop_proof' });
    const other = { DPoP: await newKey(config) };
    await expect(client.refreshTokenGrant(config, token, undefined, other)).rejects.toMatchObject({
      error: 'invalid_grant',
    });
  });

  it('binds the tokens of a machine, and introspection says to which key', async () => {
    const machine = await makeMachine({
      AllowedOAuthFlowsUserPoolClient: true,
      AllowedOAuthFlows: ['client_credentials'],
    });
    const config = await discover(machine, client.ClientSecretBasic(machine.clientSecret));
    const DPoP = await newKey(config);
    const tokens = await client.clientCredentialsGrant(config, { scope: `${orders}/read` }, { DPoP });
    const jkt = await DPoP.calculateThumbprint();
    expect(decodeJwt(tokens.access_token).cnf).toEqual({ jkt });
    const seen = await client.tokenIntrospection(config, tokens.access_token);
    expect(seen).toMatchObject({ active: true, token_type: 'DPoP', cnf: { jkt } });
  });

  it('signs in with a clock that is an hour wrong, by the nonce that it is given', async () => {
    const app = await makeOAuthApp();
    await callOwn('SetUserPoolClientOAuthSettings', {
      UserPoolId: app.poolId,
      ClientId: app.clientId,
      DpopBoundAccessTokens: true,
    });
    const config = await discover(app, client.None());
    const keys = await client.randomDPoPKeyPair();
    const DPoP = client.getDPoPHandle(config, keys, {
      [client.modifyAssertion]: (_header, payload) => {
        payload.iat = Number(payload.iat) - 3600;
      },
    });
    const { tokens } = await signIn(config, app, DPoP);
    await client.fetchUserInfo(config, tokens.access_token, app.user.sub, { DPoP });
    await client.refreshTokenGrant(config, tokens.refresh_token ?? '', undefined, { DPoP });
  });
});
