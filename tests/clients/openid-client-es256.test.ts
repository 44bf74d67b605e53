import { decodeJwt, decodeProtectedHeader } from 'jose';
import * as client from 'openid-client';
import { expect, it } from 'vitest';
import { atHash } from '#shared/domain/tokens/at-hash.ts';
import { callback, makeOAuthApp, signInAt } from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { stack } from '#tests/support/stack.ts';

it('openid-client signs in at the second issuer of a pool that signs with ES256, and checks the signature', async () => {
  const app = await makeOAuthApp({}, { IssuerConfiguration: { Type: 'UPDATED' } });
  await callOwn('RotateSigningKeys', { UserPoolId: app.poolId, SigningAlgorithm: 'ES256', OverlapSeconds: 0 });
  const config = await client.discovery(
    new URL(`${stack().endpoint}/issuer-${app.poolId}`),
    app.clientId,
    { id_token_signed_response_alg: 'ES256' },
    client.None(),
    { execute: [client.allowInsecureRequests, client.enableNonRepudiationChecks] },
  );
  expect(config.serverMetadata().id_token_signing_alg_values_supported).toContain('ES256');
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const expected = { expectedState: client.randomState(), expectedNonce: client.randomNonce() };
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: callback,
    scope: 'openid email',
    state: expected.expectedState,
    nonce: expected.expectedNonce,
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
  });

  const checks = { ...expected, pkceCodeVerifier, idTokenExpected: true };
  const tokens = await client.authorizationCodeGrant(config, await signInAt(url, app), checks);

  expect(decodeProtectedHeader(tokens.id_token ?? '').alg).toBe('ES256');
  expect(tokens.claims()).toMatchObject({
    iss: `${stack().endpoint}/issuer-${app.poolId}`,
    nonce: expected.expectedNonce,
    at_hash: atHash(tokens.access_token),
    email: app.user.email,
  });
  expect(tokens.claims()).not.toHaveProperty('name');
  expect(decodeJwt(tokens.access_token)).toMatchObject({ version: 2, scope: 'openid email' });
  const refreshed = await client.refreshTokenGrant(config, tokens.refresh_token ?? '');
  expect(refreshed.claims()).not.toHaveProperty('nonce');
  expect(decodeJwt(refreshed.access_token)).toMatchObject({ version: 2, scope: 'openid email' });
});
