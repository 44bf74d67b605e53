import { describe, expect, it } from 'vitest';
import { accessClaims, type ClaimFacts, idClaims, oauthIdClaims } from '#shared/domain/tokens/claims.ts';
import { unchanged } from '#shared/domain/tokens/token-changes.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { ada } from '#tests/shared/services/triggers/occasions.ts';
import { newAppClient } from '#tests/support/app-client.ts';

const clientId = '1example23456789';

const factsOf = (family: Partial<TokenFamily>, addToAccess: Record<string, string> = {}): ClaimFacts => ({
  issuer: 'https://id.example.com/us-east-1_EXAMPLE01',
  client: newAppClient(ada.poolId, { id: clientId }),
  user: ada,
  family: {
    id: 'a-family',
    originJti: 'an-origin',
    clientId,
    sub: ada.sub,
    authTime: 5000,
    expiresAt: 0,
    signOuts: 0,
    scope: 'openid',
    rotations: 0,
    graceUntil: 0,
    revoked: false,
    ...family,
  },
  groups: { groups: [], roles: [], preferredRole: undefined },
  changes: { ...unchanged, accessToken: { ...unchanged.accessToken, add: addToAccess } },
  now: 1_000_000,
  jti: { access: 'access-jti', id: 'id-jti' },
  jkt: undefined,
  usualAudience: undefined,
});

describe('the claims of a sign-in', () => {
  it('say when and how the user was authenticated, in both tokens', () => {
    const facts = factsOf({ acr: 'urn:cognito:loa:2', amr: ['otp', 'sms'] });
    const told = { auth_time: 5, acr: 'urn:cognito:loa:2', amr: ['otp', 'sms'] };
    expect(accessClaims(facts)).toMatchObject(told);
    expect(idClaims(facts)).toMatchObject(told);
  });

  it('name the resource in the access token alone, whatever a trigger adds', () => {
    const audience = 'https://api.example.com';
    const facts = factsOf({ audience }, { aud: clientId });
    expect(accessClaims(facts)).toHaveProperty('aud', audience);
    expect(idClaims(facts)).toHaveProperty('aud', clientId);
  });

  it('say nothing of what the sign-in does not', () => {
    const claims = accessClaims(factsOf({}));
    expect(claims).toHaveProperty('scope', 'openid');
    for (const name of ['aud', 'acr', 'amr']) expect(claims).not.toHaveProperty(name);
  });
});

describe('the claims of a sign-in through the OAuth endpoints', () => {
  const full = (scope: string): ClaimFacts => ({
    ...factsOf({
      oauth: true,
      scope,
      audience: 'https://api.example.com',
      acr: 'urn:cognito:loa:1',
      amr: ['pwd'],
      device: { key: 'a-device', groupKey: 'a-group', isConfirmed: true },
    }),
    user: { ...ada, attributes: { ...ada.attributes, name: 'Ada', phone_number: '+15550100' } },
    groups: { groups: ['staff'], roles: ['a-role'], preferredRole: 'a-role' },
  });

  it('are in the order in which Cognito writes them', () => {
    expect(accessClaims(factsOf({ oauth: true, scope: 'openid email' }))).toStrictEqual({
      sub: ada.sub,
      origin_jti: 'an-origin',
      event_id: 'a-family',
      token_use: 'access',
      scope: 'openid email',
      auth_time: 5,
      iss: 'https://id.example.com/us-east-1_EXAMPLE01',
      exp: 4600,
      iat: 1000,
      version: 2,
      jti: 'access-jti',
      client_id: clientId,
      username: 'ada',
    });
    const inOrder = 'sub device_key cognito:groups origin_jti event_id token_use scope auth_time acr amr iss exp iat';
    expect(Object.keys(accessClaims(full('openid'))).join(' ')).toBe(`${inOrder} version jti client_id username aud`);
    expect(Object.keys(oauthIdClaims(full('openid'), { atHash: 'a-hash', nonce: 'a-nonce' })).join(' ')).toBe(
      'at_hash sub aud email_verified cognito:groups cognito:roles cognito:preferred_role nonce origin_jti event_id ' +
        'token_use auth_time acr amr iss cognito:username exp iat jti email name phone_number',
    );
  });

  it('name the session in ID tokens for clients that are told of its end, whatever a trigger adds', () => {
    const plain = factsOf({ oauth: true, ssoId: 'a-session' });
    const add = { sid: 'of-the-trigger' };
    const facts = { ...plain, changes: { ...unchanged, idToken: { add, suppress: ['sid'] } } };
    const oauth = {
      requiresPkce: false,
      unregisteredResource: 'REFUSE',
      backchannelLogoutUri: 'https://a.example',
    } as const;
    const told = { ...facts, client: { ...facts.client, oauth } };
    const bound = { atHash: 'a-hash', nonce: undefined };
    expect(oauthIdClaims(told, bound)).toHaveProperty('sid', 'a-session');
    expect(idClaims(told)).toHaveProperty('sid', 'a-session');
    expect(idClaims({ ...told, family: factsOf({}).family })).toHaveProperty('sid', 'a-family');
    expect(accessClaims(told)).not.toHaveProperty('sid', 'a-session');
    const added = { ...plain, changes: { ...unchanged, idToken: { add, suppress: [] } } };
    expect(oauthIdClaims(added, bound)).toHaveProperty('sid', 'of-the-trigger');
    expect(oauthIdClaims(plain, bound)).not.toHaveProperty('sid');
  });

  it('bind the ID token to its access token, and to the request where that had a nonce', () => {
    const facts = factsOf({ oauth: true });
    expect(oauthIdClaims(facts, { atHash: 'a-hash', nonce: 'a-nonce' })).toMatchObject({
      at_hash: 'a-hash',
      nonce: 'a-nonce',
    });
    expect(oauthIdClaims(facts, { atHash: 'a-hash', nonce: undefined })).not.toHaveProperty('nonce');
  });

  it('tell the attributes of their scopes, of those that the client may read', () => {
    const told = (facts: ClaimFacts) => oauthIdClaims(facts, { atHash: 'a-hash', nonce: undefined });
    expect(told(full('openid email'))).toMatchObject({ email: ada.attributes.email, email_verified: true });
    for (const name of ['name', 'phone_number']) expect(told(full('openid email'))).not.toHaveProperty(name);
    expect(told(full('openid profile'))).toHaveProperty('name', 'Ada');
    expect(told(full('openid profile'))).not.toHaveProperty('email_verified');
    const client = newAppClient(ada.poolId, { id: clientId, settings: { ReadAttributes: ['name'] } });
    expect(told({ ...full('openid'), client })).not.toHaveProperty('email');
  });

  it('are changed by a trigger as others are, but for those that no trigger may change', () => {
    const add = { colour: 'blue', at_hash: 'forged', nonce: 'forged', version: 3 };
    const changes = {
      ...unchanged,
      idToken: { add, suppress: ['email', 'at_hash'] },
      accessToken: { add, suppress: ['version'], scopesToAdd: ['orders/read'], scopesToSuppress: ['openid'] },
    };
    const facts = { ...full('openid'), changes };
    const id = oauthIdClaims(facts, { atHash: 'a-hash', nonce: 'a-nonce' });
    expect(id).toMatchObject({ at_hash: 'a-hash', nonce: 'a-nonce', colour: 'blue' });
    expect(id).not.toHaveProperty('email');
    expect(accessClaims(facts)).toMatchObject({ version: 2, colour: 'blue', scope: 'orders/read' });
  });
});
