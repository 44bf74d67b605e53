import { InitiateAuthCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { hour, nextHour } from '#tests/support/hours.ts';
import { makePool, makeUser, password, type TestPool } from '#tests/support/pools.ts';
import { forgot } from '#tests/support/recovery.ts';

describe('counters of tries', () => {
  const outcomes = async (pool: TestPool, username: string, count: number, at: number) =>
    (await Promise.allSettled(Array.from({ length: count }, () => forgot(pool, username, {}, { at })))).map(
      (outcome) => (outcome.status === 'fulfilled' ? 'sent' : String(outcome.reason.name)),
    );

  it('let as many through as are allowed, however many come at once, and again when an hour is over', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const start = nextHour();
    for (const at of [start, start + hour]) {
      const all = await outcomes(pool, username, 24, at);
      expect(all.filter((outcome) => outcome === 'sent')).toHaveLength(10);
      expect(all.filter((outcome) => outcome === 'LimitExceededException')).toHaveLength(14);
    }
    expect(await outcomes(pool, username, 1, start + 2 * hour - 1)).toEqual(['LimitExceededException']);
  });

  it('are one for each user', async () => {
    const pool = await makePool();
    const [ada, eve] = [await makeUser(pool), await makeUser(pool)];
    const at = nextHour();
    expect(await outcomes(pool, ada.username, 11, at)).toContain('LimitExceededException');
    expect(await outcomes(pool, eve.username, 1, at)).toEqual(['sent']);
  });

  it('count a name that nobody has like any other', async () => {
    const pool = await makePool({}, { PreventUserExistenceErrors: 'ENABLED' });
    const all = await outcomes(pool, 'nobody', 12, nextHour());
    expect(all.filter((outcome) => outcome === 'LimitExceededException')).toHaveLength(2);
  });
});

describe('wrong passwords', () => {
  const quiet = 15 * 60_000;
  const [wrong, lockedOut] = ['Incorrect username or password.', 'Password attempts exceeded'];

  const tryAt = ({ clientId: ClientId }: TestPool, USERNAME: string, at: number, PASSWORD = 'Wrong-horse-1') =>
    publicClient({ at }).send(
      new InitiateAuthCommand({ ClientId, AuthFlow: 'USER_PASSWORD_AUTH', AuthParameters: { USERNAME, PASSWORD } }),
    );

  it('are counted anew after a quarter of an hour without any', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const start = Date.now();
    const later = start + quiet;
    for (let tries = 1; tries <= 5; tries++) await expect(tryAt(pool, username, start)).rejects.toThrow(wrong);
    await expect(tryAt(pool, username, start)).rejects.toThrow(lockedOut);
    for (let tries = 1; tries <= 5; tries++) await expect(tryAt(pool, username, later)).rejects.toThrow(wrong);
    await expect(tryAt(pool, username, later)).rejects.toThrow(lockedOut);
  });

  it('are forgotten with the right one', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const at = Date.now();
    for (let tries = 1; tries <= 4; tries++) await expect(tryAt(pool, username, at)).rejects.toThrow(wrong);
    await expect(tryAt(pool, username, at, password)).resolves.toBeDefined();
    for (let tries = 1; tries <= 5; tries++) await expect(tryAt(pool, username, at)).rejects.toThrow(wrong);
    await expect(tryAt(pool, username, at, password)).rejects.toThrow(lockedOut);
  });

  it('lock nobody out before the fifth, where the clock of the next request is behind', async () => {
    const pool = await makePool();
    const { username } = await makeUser(pool);
    const at = Date.now() + 60_000;
    await expect(tryAt(pool, username, at)).rejects.toThrow(wrong);
    await expect(tryAt(pool, username, at - 1000, password)).resolves.toBeDefined();
  });
});
