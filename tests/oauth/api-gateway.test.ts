import { createPublicKey, type JsonWebKey, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { get } from '#tests/support/discovery.ts';
import { getClientToken, makeMachine, orders } from '#tests/support/machines.ts';
import { makeOAuthApp, newTokens } from '#tests/support/oauth.ts';
import type { TestPool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

interface Configured {
  readonly Issuer: string;
  readonly Audience: readonly string[];
  /** The scopes of a route, of which a token needs one. */
  readonly scopes?: readonly string[];
}

type Claims = Readonly<Record<string, string | number | readonly string[] | undefined>>;

const keysLimitBytes = 150_000;

const part = (text = '') => JSON.parse(Buffer.from(text, 'base64url').toString());

const fetchText = async (url: string): Promise<string> => {
  const answer = await fetch(url);
  expect(answer.status).toBe(200);
  return answer.text();
};

const listOf = (claim: Claims[string]): readonly unknown[] => (Array.isArray(claim) ? claim : [claim]);

/**
 * What the JWT authorizer of an HTTP API does with a token, by its documentation: keys found through the issuer's
 * discovery document, RSA alone, and client_id where there is no aud. Gives what is wrong, or nothing.
 */
const authorize = async (token: string, { Issuer, Audience, scopes }: Configured): Promise<string | undefined> => {
  const { issuer, jwks_uri } = JSON.parse(await fetchText(`${Issuer}/.well-known/openid-configuration`));
  if (issuer !== Issuer) return 'issuer of the discovery document';
  const published = await fetchText(jwks_uri);
  if (Buffer.byteLength(published) > keysLimitBytes) return 'size of the keys';
  const { keys }: { keys: readonly (JsonWebKey & { readonly kid: string })[] } = JSON.parse(published);

  const [header, payload, signature = ''] = token.split('.');
  const { alg, kid } = part(header);
  if (alg !== 'RS256') return 'algorithm';
  const key = keys.find((candidate) => candidate.kid === kid && candidate.kty === 'RSA');
  if (kid === undefined || !key) return 'kid';
  const signed = Buffer.from(`${header}.${payload}`);
  const publicKey = createPublicKey({ key, format: 'jwk' });
  if (!verify('RSA-SHA256', signed, publicKey, Buffer.from(signature, 'base64url'))) return 'signature';

  const claims: Claims = part(payload);
  const seconds = Date.now() / 1000;
  if (claims.iss !== Issuer) return 'iss';
  if (!listOf(claims.aud ?? claims.client_id).some((name) => Audience.includes(String(name)))) return 'aud, client_id';
  if (!(Number(claims.exp) > seconds)) return 'exp';
  if (!(Number(claims.iat) <= seconds) || Number(claims.nbf ?? 0) > seconds) return 'iat, nbf';
  const held = String(claims.scope ?? claims.scp ?? '').split(' ');
  if (scopes && !scopes.some((scope) => held.includes(scope))) return 'scope';
  return undefined;
};

const configured = ({ poolId, clientId }: TestPool, scopes?: readonly string[]): Configured => ({
  Issuer: `${stack().endpoint}/${poolId}`,
  Audience: [clientId],
  ...(scopes && { scopes }),
});

describe('the JWT authorizer of API Gateway', () => {
  it('admits ID tokens by aud, and access tokens by client_id and scope', async () => {
    const app = await makeOAuthApp();
    const tokens = await newTokens(app, 'openid email');
    expect(await authorize(tokens.id_token, configured(app))).toBeUndefined();
    expect(part(tokens.access_token.split('.')[1])).not.toHaveProperty('aud');
    expect(await authorize(tokens.access_token, configured(app, ['email']))).toBeUndefined();

    expect(await authorize(tokens.access_token, configured(app, ['phone']))).toBe('scope');
    expect(await authorize(tokens.access_token, { ...configured(app), Audience: ['other'] })).toBe('aud, client_id');
    expect(await authorize(tokens.access_token, configured(await makeOAuthApp()))).toBe('kid');
  });

  it('admits the tokens of machines', async () => {
    const machine = await makeMachine();
    const { AccessToken } = await getClientToken(machine);
    expect(await authorize(AccessToken, configured(machine, [`${orders}/read`]))).toBeUndefined();
  });

  it('gets discovery document and keys from caches, of which it asks an answer within 1,500 ms', async () => {
    const { poolId } = await makeOAuthApp();
    for (const document of ['openid-configuration', 'jwks.json']) {
      const { headers } = await get(`/${poolId}/.well-known/${document}`);
      const directives = Object.fromEntries(
        (headers.get('cache-control') ?? '').split(', ').map((directive) => directive.split('=')),
      );
      expect(directives).toHaveProperty('public');
      // The authorizer keeps keys for up to two hours. Who asks in between is answered by the cache, which renews itself after.
      expect(Number(directives['max-age'])).toBeGreaterThanOrEqual(300);
      expect(Number(directives['stale-while-revalidate'])).toBeGreaterThanOrEqual(3600);
      expect(headers.get('set-cookie')).toBeNull();
      expect(headers.get('vary') ?? '').not.toMatch(/\*|cookie|authorization/i);
    }
  });
});
