import { AdminUpdateAuthEventFeedbackCommand, type FeedbackValueType } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { audit, eventsOf, home, makeProtectedPool, makeSettledUser, risky, signInFrom } from '#tests/support/risk.ts';

const say = (UserPoolId: string, Username: string, EventId: string, FeedbackValue: FeedbackValueType) =>
  adminClient().send(new AdminUpdateAuthEventFeedbackCommand({ UserPoolId, Username, EventId, FeedbackValue }));

const newest = async (...of: Parameters<typeof eventsOf>) => {
  const [event] = await eventsOf(...of);
  if (!event) throw new Error('There is no event.');
  return event;
};

describe('AdminUpdateAuthEventFeedback', () => {
  it('stands in the event, and a later word replaces it', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeUser(pool);
    await signInFrom(pool, user, home);
    const { EventId = '' } = await newest(pool, user);

    await say(pool.poolId, user.username, EventId, 'Invalid');
    expect((await newest(pool, user)).EventFeedback).toEqual({
      FeedbackValue: 'Invalid',
      Provider: 'Admin',
      FeedbackDate: expect.any(Date),
    });

    await say(pool.poolId, user.sub, EventId, 'Valid');
    expect((await newest(pool, user)).EventFeedback).toMatchObject({ FeedbackValue: 'Valid' });
  });

  it('moves the next score up and down, at once', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const there = { ...home, address: '203.0.113.50' };
    const levelAt = async (place: typeof home) => {
      await signInFrom(pool, user, place);
      const { EventId = '', EventRisk } = await newest(pool, user);
      return { EventId, level: EventRisk?.RiskLevel };
    };
    const first = await levelAt(there);
    expect(first.level).toBe('Medium');

    await say(pool.poolId, user.username, first.EventId, 'Invalid');
    const second = await levelAt(there);
    expect(second.level).toBe('High');

    await say(pool.poolId, user.username, second.EventId, 'Valid');
    expect((await levelAt(there)).level).not.toBe('High');
    expect((await levelAt(home)).level).toBeUndefined();
  });

  it('remembers the last eight words alone', async () => {
    const pool = await makeProtectedPool(audit);
    const user = await makeSettledUser(pool);
    const from = (last: number) => ({ ...risky.High, address: `203.0.113.${last}` });
    for (const last of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) {
      await signInFrom(pool, user, from(last));
      await say(pool.poolId, user.username, (await newest(pool, user)).EventId ?? '', 'Valid');
    }

    const memory = (await itemsAbout(user.username)).find(({ type }) => type === 'RiskMemory') ?? {};
    expect(Object.keys(memory).filter((name) => name.startsWith('F#'))).toHaveLength(8);
  });

  it('knows no event that is not there, and is not the user’s own', async () => {
    const [off, pool] = [await makePool(), await makeProtectedPool(audit)];
    const [user, other] = [await makeUser(pool), await makeUser(pool)];
    await signInFrom(pool, other, home);
    const { EventId = '' } = await newest(pool, other);
    const missing = { name: 'ResourceNotFoundException', message: 'Authentication event does not exist.' };

    await expect(say(pool.poolId, user.username, EventId, 'Valid')).rejects.toMatchObject(missing);
    await expect(say(pool.poolId, user.username, 'nothing', 'Valid')).rejects.toMatchObject(missing);
    await expect(say(pool.poolId, 'nobody', EventId, 'Valid')).rejects.toMatchObject({ name: 'UserNotFoundException' });
    await expect(say(off.poolId, 'nobody', EventId, 'Valid')).rejects.toMatchObject({
      name: 'UserPoolAddOnNotEnabledException',
    });
  });
});
