import { describe, expect, it } from 'vitest';
import { mayReplaceSignIn, type SsoSession, ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import { newUser } from '#tests/support/new-user.ts';

const minute = 60_000;
const user = newUser('us-east-1_abc', 'ada', { signOuts: 2 });

const session: SsoSession = {
  id: 'one',
  clientId: 'client',
  sub: user.sub,
  authTime: 0,
  amr: ['pwd'],
  signOuts: 2,
  expiresAt: ssoLifetimeMs,
  ended: false,
};

describe('a session of the pages', () => {
  it.each([
    [undefined, 60],
    [0, 0],
    [5, 5],
    [129_600, 129_600],
  ])('may replace a sign-in with a client that says %s for %i minutes', (minutes, expected) => {
    const client = minutes === undefined ? {} : { ssoSessionMinutes: minutes };
    expect(mayReplaceSignIn(session, user, client, expected * minute - 1)).toBe(expected > 0);
    expect(mayReplaceSignIn(session, user, client, expected * minute)).toBe(false);
  });

  it.each([
    ['it has ended', { ended: true }, {}],
    ['it has expired', { expiresAt: 0 }, {}],
    ['it is of an earlier user of that name', { sub: 'other' }, {}],
    ['the user signed out everywhere', {}, { signOuts: 3 }],
    ['the user is disabled', {}, { enabled: false }],
    ['the user has yet to confirm the sign-up', {}, { status: 'UNCONFIRMED' }],
    ['the user has to set another password', {}, { status: 'RESET_REQUIRED' }],
    ['the user has a temporary password', {}, { status: 'FORCE_CHANGE_PASSWORD' }],
  ] as const)('may not where %s', (_why, ofSession, ofUser) => {
    expect(mayReplaceSignIn({ ...session, ...ofSession }, { ...user, ...ofUser }, {}, 0)).toBe(false);
  });

  it('may also for a user of another provider', () => {
    expect(mayReplaceSignIn(session, { ...user, status: 'EXTERNAL_PROVIDER' }, {}, 0)).toBe(true);
  });
});
