import { describe, expect, it } from 'vitest';
import { get } from '#tests/support/discovery.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

describe('openid-configuration', () => {
  it('says where the keys are, and nothing of endpoints that are not there', async () => {
    const { poolId } = await makePool();

    const answer = await get(`/${poolId}/.well-known/openid-configuration`);

    const issuer = `${stack().endpoint}/${poolId}`;
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=3600');
    expect(await answer.json()).toEqual({
      id_token_signing_alg_values_supported: ['RS256'],
      issuer,
      jwks_uri: `${issuer}/.well-known/jwks.json`,
      response_types_supported: ['code', 'token'],
      subject_types_supported: ['public'],
    });
  });

  it('answers 404 for a pool that is not there', async () => {
    expect((await get('/us-east-1_nobody/.well-known/openid-configuration')).status).toBe(404);
  });
});
