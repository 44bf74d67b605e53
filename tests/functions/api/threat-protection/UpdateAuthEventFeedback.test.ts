import { UpdateAuthEventFeedbackCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { publicClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { eventsOf, type ProtectedPool, risky, signInFrom } from '#tests/support/risk.ts';
import { feedbackOf, makeTellingPool, tellAfterSignIn } from '#tests/support/risk-mails.ts';

const say = (
  pool: ProtectedPool,
  Username: string,
  EventId: string,
  FeedbackToken: string,
  FeedbackValue: 'Valid' | 'Invalid',
) =>
  publicClient().send(
    new UpdateAuthEventFeedbackCommand({ UserPoolId: pool.poolId, Username, EventId, FeedbackToken, FeedbackValue }),
  );

describe('UpdateAuthEventFeedback', () => {
  it('takes the token for its event and its user, once, and nothing else for it', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const { user, mail } = await tellAfterSignIn(pool);
    const other = await tellAfterSignIn(pool);
    const [{ EventId = '' } = {}] = await eventsOf(pool, user);
    const [foreign] = await eventsOf(pool, other.user);
    const { token } = mail;
    const refused = { name: 'NotAuthorizedException', message: 'Invalid feedback token.' };

    await expect(say(pool, user.username, EventId, 'none', 'Valid')).rejects.toMatchObject(refused);
    await expect(say(pool, user.username, EventId, other.mail.token, 'Valid')).rejects.toMatchObject(refused);
    await expect(say(pool, other.user.username, EventId, token, 'Valid')).rejects.toMatchObject(refused);
    await expect(say(pool, 'nobody', EventId, token, 'Valid')).rejects.toMatchObject(refused);
    await expect(say(pool, user.username, foreign?.EventId ?? '', token, 'Valid')).rejects.toMatchObject(refused);
    expect(await feedbackOf(pool, user)).toBeUndefined();

    await say(pool, user.username, EventId, token, 'Invalid');
    expect(await feedbackOf(pool, user)).toMatchObject({ FeedbackValue: 'Invalid', Provider: 'User' });
    await expect(say(pool, user.username, EventId, token, 'Valid')).rejects.toMatchObject(refused);
  });

  it('moves the next score', async () => {
    const pool = await makeTellingPool('NO_ACTION');
    const { user, mail } = await tellAfterSignIn(pool);
    const [{ EventId = '' } = {}] = await eventsOf(pool, user);

    await say(pool, user.sub, EventId, mail.token, 'Valid');

    await signInFrom(pool, user, risky.High);
    expect((await eventsOf(pool, user))[0]?.EventRisk?.RiskLevel).not.toBe('High');
  });

  it('needs threat protection', async () => {
    const off = await makePool();

    await expect(say({ ...off, calm: off }, 'nobody', 'x', 'none', 'Valid')).rejects.toMatchObject({
      name: 'UserPoolAddOnNotEnabledException',
    });
  });
});
