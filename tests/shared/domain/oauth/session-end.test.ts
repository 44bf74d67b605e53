import { describe, expect, it } from 'vitest';
import { deliveriesOf, logoutClaims, mostAttempts, nextAttemptAt } from '#shared/domain/oauth/logout-delivery.ts';
import { endedFamilies, type SessionEnd, sessionsOf } from '#shared/domain/oauth/session-end.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import { ada } from '#tests/shared/services/triggers/occasions.ts';

const end: SessionEnd = { id: 'an-end', poolId: ada.poolId, userKey: 'ada', at: 1000 };

const family = (id: string, more: Partial<TokenFamily> = {}): TokenFamily => ({
  id,
  originJti: id,
  clientId: 'a-client',
  sub: ada.sub,
  authTime: 0,
  expiresAt: 9000,
  signOuts: ada.signOuts,
  scope: 'openid',
  rotations: 0,
  graceUntil: 0,
  revoked: false,
  ...more,
});

const endedOf = (families: readonly TokenFamily[], more: Partial<Parameters<typeof endedFamilies>[0]> = {}) =>
  endedFamilies({ end, user: ada, families, now: 1000, ...more }).map(({ id }) => id);

describe('sessions that ended', () => {
  it('are those whose tokens were revoked, and not those that expired or last', () => {
    expect(endedOf([family('a', { revoked: true }), family('b'), family('c', { expiresAt: 500 })])).toEqual(['a']);
  });

  it('are those of a user who signed out everywhere, is gone, or lost the account that they came through', () => {
    expect(endedOf([family('a')], { user: { ...ada, signOuts: ada.signOuts + 1 } })).toEqual(['a']);
    expect(endedOf([family('a')], { user: undefined })).toEqual(['a']);
    expect(endedOf([family('a', { providerName: 'Google' })])).toEqual(['a']);
  });

  it('are not the one that outlived a new password after the user was read', () => {
    expect(endedOf([family('a', { signOuts: ada.signOuts + 1 })])).toEqual([]);
  });

  it('last as long as any of their tokens, but for those that a logout ended', () => {
    const families = [family('a', { ssoId: 's', revoked: true }), family('b', { ssoId: 's' })];
    expect(endedOf(families)).toEqual([]);
    expect(endedOf(families, { end: { ...end, ssoId: 's' } })).toEqual(['a', 'b']);
    expect(endedOf([families[0] ?? family('a'), family('b', { ssoId: 's', clientId: 'other' })])).toEqual(['a']);
    expect(sessionsOf(families)).toEqual([{ clientId: 'a-client', sub: ada.sub, sid: 's' }]);
  });

  it('are told once', () => {
    expect(endedOf([family('a', { revoked: true, logoutTold: true })])).toEqual([]);
  });
});

describe('what is told', () => {
  const sessions = (count: number) =>
    Array.from({ length: count }, (_none, index) => ({ clientId: 'a-client', sub: ada.sub, sid: String(index) }));

  it('is each session, or all at once where they are many and the client lets us', () => {
    expect(deliveriesOf(end, sessions(20), () => false)).toHaveLength(20);
    expect(deliveriesOf(end, sessions(21), () => true)).toHaveLength(21);
    const [one, ...others] = deliveriesOf(end, sessions(21), () => false);
    expect(others).toEqual([]);
    expect(one).toMatchObject({ sub: ada.sub, status: 'PENDING', attempts: 0 });
    expect(one).not.toHaveProperty('sid');
  });

  it('has the same ids where it is done again, and others for another end', () => {
    const ids = (of: SessionEnd) => deliveriesOf(of, sessions(2), () => false).map(({ id }) => id);
    expect(ids(end)).toEqual(ids(end));
    expect(new Set([...ids(end), ...ids({ ...end, id: 'other' })]).size).toBe(4);
  });

  it('is a token of two minutes without a nonce', () => {
    const [delivery] = deliveriesOf(end, sessions(1), () => true);
    if (!delivery) throw new Error('Nothing is told.');
    const told = { delivery, issuer: 'https://id.example.com/a-pool', audience: 'a-client', now: 5_500 };
    expect(logoutClaims(told)).toStrictEqual({
      iss: 'https://id.example.com/a-pool',
      sub: ada.sub,
      aud: 'a-client',
      iat: 5,
      exp: 125,
      jti: `${delivery.id}.0`,
      events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
      sid: '0',
    });
  });

  it('is tried again after pauses that grow, for two days', () => {
    const most = mostAttempts({ registeredItself: false });
    const times = Array.from({ length: most - 1 }, (_none, index) => nextAttemptAt(index + 1, 0));
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    const hours = times.reduce((sum, time) => sum + time, 0) / 3_600_000;
    expect(hours).toBeGreaterThan(46);
    expect(hours).toBeLessThan(48);
  });
});
