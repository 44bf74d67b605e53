import { describe, expect, it } from 'vitest';
import { accessClaims, type ClaimFacts, idClaims } from '#shared/domain/tokens/claims.ts';
import { type ClaimChanges, type TokenChanges, unchanged } from '#shared/domain/tokens/token-changes.ts';
import { ada } from '#tests/shared/services/triggers/occasions.ts';
import { newAppClient } from '#tests/support/app-client.ts';

const factsWith = (changes: Partial<TokenChanges>): ClaimFacts => ({
  issuer: 'https://id.example.com/us-east-1_EXAMPLE01',
  client: newAppClient(ada.poolId, { id: '1example23456789' }),
  user: ada,
  family: {
    id: 'a-family',
    originJti: 'an-origin',
    clientId: '1example23456789',
    sub: ada.sub,
    authTime: 0,
    expiresAt: 0,
    signOuts: 0,
    scope: 'aws.cognito.signin.user.admin',
    rotations: 0,
    graceUntil: 0,
    revoked: false,
  },
  groups: { groups: ['readers'], roles: ['a-role'], preferredRole: 'a-role' },
  changes: { ...unchanged, ...changes },
  now: 1_000_000,
  jti: { access: 'access-jti', id: 'id-jti' },
  jkt: undefined,
  usualAudience: undefined,
});

const id = (change: Partial<ClaimChanges>) => idClaims(factsWith({ idToken: { ...unchanged.idToken, ...change } }));

const access = (change: Partial<TokenChanges['accessToken']>) =>
  accessClaims(factsWith({ accessToken: { ...unchanged.accessToken, ...change } }));

const before = { id: idClaims(factsWith({})), access: accessClaims(factsWith({})) };

describe('what PreTokenGeneration changes', () => {
  it('adds and replaces claims of either token', () => {
    expect(id({ add: { tenant: 'acme', email: 'other@example.com' } })).toEqual({
      ...before.id,
      tenant: 'acme',
      email: 'other@example.com',
    });
    expect(access({ add: { limits: { seats: 3 } } })).toEqual({ ...before.access, limits: { seats: 3 } });
  });

  it('suppresses rather than adds the same claim', () => {
    expect(id({ add: { email: 'x@example.com' }, suppress: ['email'] })).not.toHaveProperty('email');
  });

  it.each([
    'aud',
    'auth_time',
    'cognito:username',
    'event_id',
    'exp',
    'iat',
    'iss',
    'jti',
    'origin_jti',
    'sub',
    'token_use',
  ])('leaves %s as it is', (name) => {
    expect(id({ add: { [name]: 'forged' } })).toEqual(before.id);
    expect(id({ suppress: [name] })).toEqual(before.id);
  });

  it.each(['client_id', 'username', 'scope', 'sub', 'jti', 'token_use', 'version', 'cognito:groups'])(
    'does not forge %s of the access token',
    (name) => {
      expect(access({ add: { [name]: 'forged' } })).toEqual(before.access);
    },
  );

  it.each(['cognito:mine', 'dev:tier', 'amr', 'nonce'])('adds no claim that is not to be added: %s', (name) => {
    expect(id({ add: { [name]: 'x' } })).toEqual(before.id);
  });

  it('gives the access token an audience only if that is the client', () => {
    expect(access({ add: { aud: '1example23456789' } })).toMatchObject({ aud: '1example23456789' });
    expect(access({ add: { aud: 'another' } })).not.toHaveProperty('aud');
  });

  it('adds and suppresses scopes', () => {
    expect(access({ scopesToAdd: ['orders.read', 'orders.read'] }).scope).toBe(
      'aws.cognito.signin.user.admin orders.read',
    );
    expect(access({ scopesToSuppress: ['aws.cognito.signin.user.admin'] }).scope).toBe('');
  });

  it('replaces groups in both tokens, or takes them away', () => {
    const other = factsWith({ groups: { groups: ['writers'], roles: [], preferredRole: undefined } });
    expect(idClaims(other)).toMatchObject({ 'cognito:groups': ['writers'] });
    expect(idClaims(other)).not.toHaveProperty(['cognito:roles']);
    expect(accessClaims(other)).toMatchObject({ 'cognito:groups': ['writers'] });

    const none = factsWith({ groups: { groups: [], roles: [], preferredRole: undefined } });
    expect(idClaims(none)).not.toHaveProperty(['cognito:groups']);
    expect(accessClaims(none)).not.toHaveProperty(['cognito:groups']);
  });

  it('takes the roles along with suppressed groups', () => {
    const claims = id({ suppress: ['cognito:groups'] });
    for (const name of ['cognito:groups', 'cognito:roles', 'cognito:preferred_role']) {
      expect(claims).not.toHaveProperty([name]);
    }
  });
});
