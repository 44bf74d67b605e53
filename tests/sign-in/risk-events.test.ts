import { describe, expect, it } from 'vitest';
import { leaked, minding } from '#tests/support/leaked-passwords.ts';
import { codeFor } from '#tests/support/mailbox.ts';
import { makeUser } from '#tests/support/pools.ts';
import { newPassword } from '#tests/support/recovery.ts';
import { audit, enforced, eventsOf, home, makeProtectedPool, signInFrom } from '#tests/support/risk.ts';
import { asks, changePassword } from '#tests/support/risk-asks.ts';
import { otherThan } from '#tests/support/sign-up.ts';

const notesOf = async (pool: Parameters<typeof eventsOf>[0], user: Parameters<typeof eventsOf>[1]) =>
  (await eventsOf(pool, user)).map(({ EventType, EventResponse }) => `${EventType} ${EventResponse}`);

const refusedForLeak = {
  EventType: 'PasswordChange',
  EventResponse: 'Fail',
  EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: true },
};

const InvalidPassword = { name: 'InvalidPasswordException' };

describe('events beside sign-ins', () => {
  it('tell of sign-ups, codes and passwords', async () => {
    const pool = await makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    const { forgot, reset, resend } = asks(pool, user.username);
    await forgot();
    const code = await codeFor(user.email);
    await expect(reset(otherThan(code))).rejects.toThrow();
    await reset(code);
    const { AuthenticationResult } = await signInFrom(pool, user, home, { secret: newPassword });
    await expect(changePassword(AuthenticationResult?.AccessToken, 'Best-horse-3')).rejects.toThrow('Incorrect');
    await expect(resend()).rejects.toThrow();

    expect(await notesOf(pool, user)).toEqual([
      'ResendCode Fail',
      'PasswordChange Fail',
      'SignIn Pass',
      'PasswordChange Pass',
      'PasswordChange Fail',
      'ForgotPassword Pass',
    ]);
    const username = `new-${user.username}`;
    await asks(pool, username).signUp();
    await asks(pool, username).resend();
    expect(await notesOf(pool, { username })).toEqual(['ResendCode Pass', 'SignUp Pass']);
  });

  it('are told as fully as sign-ins, without a score', async () => {
    const pool = await makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    const before = Date.now();
    await asks(pool, 'ada', { ...home, address: '193.0.6.139' }).signUp();

    expect(await eventsOf(pool, { username: 'ada' })).toEqual([
      {
        EventId: expect.stringMatching(/^[\da-f-]{36}$/),
        EventType: 'SignUp',
        CreationDate: expect.toSatisfy((date: Date) => date.getTime() >= before && date.getTime() <= Date.now()),
        EventResponse: 'Pass',
        EventRisk: { RiskDecision: 'NoRisk', CompromisedCredentialsDetected: false },
        ChallengeResponses: [],
        EventContextData: {
          IpAddress: '193.0.6.139',
          DeviceName: 'Chrome 126, Windows 10',
          Timezone: '+02:00',
          City: 'null',
          Country: 'Netherlands',
        },
      },
    ]);
  });

  it('say that a new password was refused because it has leaked', async () => {
    const pool = await makeProtectedPool(enforced);
    await minding(pool.poolId);
    const user = await makeUser(pool);
    const { AuthenticationResult } = await signInFrom(pool, user, home);

    await expect(changePassword(AuthenticationResult?.AccessToken, leaked)).rejects.toMatchObject(InvalidPassword);
    expect((await eventsOf(pool, user))[0]).toMatchObject(refusedForLeak);
    await expect(asks(pool, user.username).reset('000000', leaked)).rejects.toMatchObject(InvalidPassword);
    const [second, first] = await eventsOf(pool, user);
    expect([second, first]).toMatchObject([refusedForLeak, refusedForLeak]);
    expect(second?.EventId).not.toBe(first?.EventId);
  });

  it('are not written for whoever is not the app, and stop where somebody asks too often', async () => {
    const pool = await makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    await minding(pool.poolId);
    const stranger = asks({ ...pool, clientSecret: 'x' }, user.username);
    for (const ask of [
      stranger.forgot,
      stranger.resend,
      () => stranger.reset('0'),
      () => stranger.reset('0', leaked),
    ]) {
      await expect(ask()).rejects.toMatchObject({ name: /NotAuthorized|InvalidPassword/ });
    }
    expect(await eventsOf(pool, user)).toEqual([]);

    const tries = Array.from({ length: 30 }, () => asks(pool, user.username).reset('000000'));
    const told = (await Promise.allSettled(tries)).map((one) => one.status === 'rejected' && one.reason.name);
    const within = told.filter((name) => name !== 'LimitExceededException').length;
    expect(within).toBeGreaterThan(0);
    expect(within).toBeLessThan(30);
    expect(await notesOf(pool, user)).toEqual(Array(within).fill('PasswordChange Fail'));
  });

  it('tell of one change where many bring the same code at once', async () => {
    const pool = await makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    const user = await makeUser(pool);
    const { forgot, reset } = asks(pool, user.username);
    await forgot();
    const code = await codeFor(user.email);

    const answers = await Promise.allSettled(Array.from({ length: 4 }, () => reset(code)));

    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const notes = (await notesOf(pool, user)).sort();
    expect(notes).toEqual(['ForgotPassword Pass', ...Array(3).fill('PasswordChange Fail'), 'PasswordChange Pass']);
  });

  it('of a name that nobody has are not those of who takes it later', async () => {
    const pool = await makeProtectedPool({ ...audit, AutoVerifiedAttributes: ['email'] });
    for (const ask of Object.values(asks(pool, 'nobody')).slice(1)) await ask('000000').catch(() => undefined);
    await asks(pool, 'nobody').signUp();
    expect(await notesOf(pool, { username: 'nobody' })).toEqual(['SignUp Pass']);
  });
});
