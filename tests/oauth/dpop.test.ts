import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { GetTokensFromRefreshTokenCommand, GetUserCommand } from '@aws-sdk/client-cognito-identity-provider';
import { calculateJwkThumbprint, decodeJwt } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ClientKeyPair, newEcKeys, newEdKeys, newRsaKeys } from '#tests/support/client-keys.ts';
import { publicClient } from '#tests/support/clients.ts';
import { newProof, newProofKeys, proofHeader } from '#tests/support/dpop.ts';
import {
  authorizePath,
  exchange,
  locationOf,
  makeOAuthApp,
  newCode,
  newTokens,
  type OAuthApp,
  postForm,
} from '#tests/support/oauth.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent } from '#tests/support/user-agent.ts';

interface Told {
  readonly status: number;
  readonly error?: string;
  readonly nonce: string | null;
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly token_type?: string;
}

const told = async (answer: Response): Promise<Told> => ({
  status: answer.status,
  nonce: answer.headers.get('dpop-nonce'),
  ...JSON.parse(await answer.text()),
});

const userInfo = async (authorization: string, headers: Readonly<Record<string, string>> = {}) => {
  const answer = await fetch(`${stack().endpoint}/oauth2/userInfo`, { headers: { authorization, ...headers } });
  const challenge = answer.headers.get('www-authenticate') ?? '';
  return { status: answer.status, error: /error="([^"]*)"/.exec(challenge)?.[1], challenge };
};

const atUserInfo = { method: 'GET', path: '/oauth2/userInfo' };

describe('proofs of keys (RFC 9449)', () => {
  let app: OAuthApp;
  let refreshToken: string;

  beforeAll(async () => {
    // Refresh tokens of confidential clients are bound to the client alone, so that each test can bring another proof.
    app = await makeOAuthApp({ GenerateSecret: true });
    refreshToken = (await newTokens(app)).refresh_token;
  });

  const refresh = async (proof?: string, ahead = 0) =>
    told(
      await postForm(
        '/oauth2/token',
        {
          grant_type: 'refresh_token',
          client_id: app.clientId,
          client_secret: app.clientSecret ?? '',
          refresh_token: refreshToken,
        },
        { ahead, headers: proof === undefined ? {} : { dpop: proof } },
      ),
    );

  /** Tokens that are bound to the key. */
  const bound = async (keys: ClientKeyPair): Promise<string> =>
    (await refresh(await newProof(keys))).access_token ?? '';

  it('bind access tokens: cnf names the key, and the type is DPoP', async () => {
    for (const keys of [
      newEcKeys({}),
      newRsaKeys({}),
      newEdKeys({}),
      newEcKeys({ kid: 'k', use: 'sig', alg: 'ES256' }),
    ]) {
      const { token_type, access_token = '' } = await refresh(await newProof(keys));
      expect(token_type).toBe('DPoP');
      expect(decodeJwt(access_token).cnf).toEqual({ jkt: await calculateJwkThumbprint(keys.jwk) });
    }
    const { token_type, access_token = '' } = await refresh();
    expect(token_type).toBe('Bearer');
    expect(decodeJwt(access_token).cnf).toBeUndefined();
  });

  it('count once', async () => {
    const proof = await newProof(newProofKeys());
    expect(await refresh(proof)).toMatchObject({ status: 200 });
    expect(await refresh(proof)).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
  });

  const keys = newProofKeys();
  const { d } = keys.privateKey.export({ format: 'jwk' });
  const otherCurve = generateKeyPairSync('ec', { namedCurve: 'P-384' });
  const p384 = { privateKey: otherCurve.privateKey, jwk: { ...otherCurve.publicKey.export({ format: 'jwk' }) } };
  const soon = () => Math.floor(Date.now() / 1000);

  it.each<[string, () => Promise<string> | string]>([
    ['that are no tokens', () => 'proof'],
    ['that come twice', async () => `${await newProof(keys)}, ${await newProof(keys)}`],
    ['of another type', () => newProof(keys, { header: { typ: 'JWT' } })],
    ['without a key', () => newProof(keys, { header: { jwk: undefined } })],
    ['with a private key', () => newProof(keys, { header: { jwk: { ...keys.jwk, d } } })],
    ['by another algorithm', () => newProof(p384, { header: { alg: 'ES384' } })],
    ['that another key signed', () => newProof(keys, { header: { jwk: newProofKeys().jwk } })],
    ['whose signature is cut off', async () => (await newProof(keys)).slice(0, -8)],
    ['with extensions', () => newProof(keys, { header: { crit: ['b64'], b64: true } })],
    ['for another method', () => newProof(keys, { method: 'GET' })],
    ['for another path', () => newProof(keys, { path: '/oauth2/userInfo' })],
    ['for another host', () => newProof(keys, { uri: 'https://other.example.com/oauth2/token' })],
    ['without an address', () => newProof(keys, { claims: { htu: undefined } })],
    ['without jti', () => newProof(keys, { claims: { jti: undefined } })],
    ['with an endless jti', () => newProof(keys, { claims: { jti: 'j'.repeat(256) } })],
    ['without iat', () => newProof(keys, { claims: { iat: undefined } })],
    ['with a nonce that is no text', () => newProof(keys, { claims: { nonce: 1 } })],
  ])('refuse ones %s', async (_name, proof) => {
    expect(await refresh(await proof())).toMatchObject({ status: 400, error: 'invalid_dpop_proof', nonce: null });
  });

  it('take the address in another spelling, without its query', async () => {
    const uri = `${stack().endpoint.replace('http://', 'HTTP://')}/oauth2/./token?a=b#c`;
    expect(await refresh(await newProof(newProofKeys(), { uri }))).toMatchObject({ status: 200 });
  });

  it('count for five minutes, and a nonce proves a client whose clock is wrong', async () => {
    expect(await refresh(await newProof(keys), 280_000)).toMatchObject({ status: 200 });
    expect(await refresh(await newProof(keys, { claims: { iat: soon() + 50 } }))).toMatchObject({ status: 200 });
    for (const iat of [soon() - 301, soon() + 120]) {
      const { status, error, nonce } = await refresh(await newProof(keys, { claims: { iat } }));
      expect({ status, error }).toEqual({ status: 400, error: 'use_dpop_nonce' });
      const again = () => newProof(keys, { claims: { iat, nonce } });
      expect(await refresh(await again())).toMatchObject({ status: 200 });
      expect(await refresh(await again(), 301_000)).toMatchObject({ error: 'use_dpop_nonce' });
    }
  });

  it('take no nonce of another pool, nor one that somebody made', async () => {
    const other = await makeOAuthApp();
    const late = await newProof(keys, { claims: { iat: 0 } });
    const fields = { grant_type: 'refresh_token', client_id: other.clientId, refresh_token: 'none' };
    const { nonce } = await told(await postForm('/oauth2/token', fields, { headers: { dpop: late } }));
    expect(nonce).not.toBeNull();
    for (const made of [nonce, 'nonce', '', Buffer.alloc(22).toString('base64url')]) {
      expect(await refresh(await newProof(keys, { claims: { nonce: made } }))).toMatchObject({
        error: 'use_dpop_nonce',
      });
    }
  });

  it('open userInfo, for the token that they name, once', async () => {
    const token = await bound(keys);
    const headers = await proofHeader(keys, { ...atUserInfo, accessToken: token });
    expect(await userInfo(`DPoP ${token}`, headers)).toMatchObject({ status: 200 });
    expect(await userInfo(`DPoP ${token}`, headers)).toMatchObject({ status: 401, error: 'invalid_dpop_proof' });
    const withoutToken = await proofHeader(keys, atUserInfo);
    expect(await userInfo(`DPoP ${token}`, withoutToken)).toMatchObject({ status: 401, error: 'invalid_dpop_proof' });
    expect(await userInfo(`DPoP ${token}`)).toMatchObject({ status: 401, error: 'invalid_dpop_proof' });
    const { challenge } = await userInfo(`DPoP ${token}`);
    expect(challenge).toContain('algs="RS256 PS256 ES256 EdDSA"');
  });

  it('give userInfo no token of another key, nor one that is bound to none', async () => {
    const others = newProofKeys();
    const token = await bound(keys);
    const byOther = await proofHeader(others, { ...atUserInfo, accessToken: token });
    expect(await userInfo(`DPoP ${token}`, byOther)).toMatchObject({ status: 401, error: 'invalid_token' });
    const { access_token: plain = '' } = await refresh();
    const headers = await proofHeader(keys, { ...atUserInfo, accessToken: plain });
    expect(await userInfo(`DPoP ${plain}`, headers)).toMatchObject({ status: 401, error: 'invalid_token' });
  });

  it('are not to be left out: a token that is bound is no bearer token anywhere', async () => {
    const AccessToken = await bound(keys);
    expect(await userInfo(`Bearer ${AccessToken}`)).toMatchObject({ status: 401, error: 'invalid_token' });
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });

  it('bind refresh tokens of public clients, which the API does not take either', async () => {
    const open = await makeOAuthApp({ ExplicitAuthFlows: ['ALLOW_REFRESH_TOKEN_AUTH'] });
    const first = await exchange(open, await newCode(open), {}, { headers: await proofHeader(keys) });
    const { refresh_token = '' } = await told(first);
    const command = new GetTokensFromRefreshTokenCommand({ ClientId: open.clientId, RefreshToken: refresh_token });
    await expect(publicClient().send(command)).rejects.toMatchObject({ name: 'NotAuthorizedException' });
  });

  it('are what a code waits for that was asked for with dpop_jkt', async () => {
    const dpop_jkt = await calculateJwkThumbprint(keys.jwk);
    const code = await newCode(app, { scope: 'openid', dpop_jkt });
    expect(await told(await exchange(app, code))).toMatchObject({ error: 'invalid_dpop_proof' });
    const byOther = { headers: await proofHeader(newProofKeys()) };
    expect(await told(await exchange(app, code, {}, byOther))).toMatchObject({ error: 'invalid_grant' });
    const byOwn = { headers: await proofHeader(keys) };
    expect(await told(await exchange(app, code, {}, byOwn))).toMatchObject({ token_type: 'DPoP' });

    const asked = await newUserAgent().get(authorizePath(app, { dpop_jkt: 'short' }));
    expect(locationOf(asked).searchParams.get('error')).toBe('invalid_request');
  });

  it('are asked of a client by its setting, which takes the implicit flow from it', async () => {
    const strict = await makeOAuthApp();
    const { poolId: UserPoolId, clientId: ClientId } = strict;
    await callOwn('SetUserPoolClientOAuthSettings', { UserPoolId, ClientId, DpopBoundAccessTokens: true });
    const code = await newCode(strict);
    expect(await told(await exchange(strict, code))).toMatchObject({ status: 400, error: 'invalid_dpop_proof' });
    const asked = await newUserAgent().get(authorizePath(strict, { response_type: 'token' }));
    expect(locationOf(asked).hash).toContain('error=unauthorized_client');
  });

  it('leave nobody in whose coordinates are written with too few octets under another thumbprint', async () => {
    const short = () => {
      for (;;) {
        const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
        const jwk = pair.publicKey.export({ format: 'jwk' });
        const x = Buffer.from(jwk.x ?? '', 'base64url');
        if (x[0] === 0) return { privateKey: pair.privateKey, jwk: { ...jwk, x: x.subarray(1).toString('base64url') } };
      }
    };
    const pair = short();
    const { status, error, access_token } = await refresh(await newProof(pair, { claims: { jti: randomUUID() } }));
    if (status === 400) expect(error).toBe('invalid_dpop_proof');
    else {
      const whole = Buffer.concat([Buffer.alloc(1), Buffer.from(pair.jwk.x, 'base64url')]).toString('base64url');
      const jkt = await calculateJwkThumbprint({ ...pair.jwk, x: whole });
      expect(decodeJwt(access_token ?? '').cnf).toEqual({ jkt });
    }
  });
});
