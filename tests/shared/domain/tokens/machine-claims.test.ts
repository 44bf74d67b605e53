import { expect, it } from 'vitest';
import { machineClaims } from '#shared/domain/tokens/machine-claims.ts';
import { unchanged } from '#shared/domain/tokens/token-changes.ts';
import { newAppClient } from '#tests/support/app-client.ts';

const client = newAppClient('us-east-1_EXAMPLE01', { id: 'a-machine' });
const facts = {
  issuer: 'https://id.example.com/us-east-1_EXAMPLE01',
  client,
  scopes: ['orders/read'],
  audience: undefined,
  changes: unchanged,
  now: 1_000_999,
  jti: 'a-jti',
  jkt: undefined,
  usualAudience: undefined,
};

it('says that the client acts for itself, and names no user and no sign-in', () =>
  expect(machineClaims(facts)).toStrictEqual({
    sub: 'a-machine',
    token_use: 'access',
    scope: 'orders/read',
    auth_time: 1000,
    iss: facts.issuer,
    exp: 4600,
    iat: 1000,
    version: 2,
    jti: 'a-jti',
    client_id: 'a-machine',
  }));

it('names the resource that it is for, whatever a trigger adds', () => {
  const audience = 'https://api.example.com';
  const changes = { ...unchanged, accessToken: { ...unchanged.accessToken, add: { aud: 'a-machine' } } };
  expect(machineClaims({ ...facts, audience })).toHaveProperty('aud', audience);
  expect(machineClaims({ ...facts, audience, changes })).toHaveProperty('aud', audience);
  expect(machineClaims({ ...facts, changes })).toHaveProperty('aud', 'a-machine');
});
