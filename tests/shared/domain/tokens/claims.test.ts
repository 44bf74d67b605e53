import { describe, expect, it } from 'vitest';
import { accessClaims, type ClaimFacts, idClaims } from '#shared/domain/tokens/claims.ts';
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
