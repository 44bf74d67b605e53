import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { authorizePath, onPages } from '#tests/support/oauth.ts';
import { makePool, password } from '#tests/support/pools.ts';
import { errorOn } from '#tests/support/sign-in-page.ts';
import { stack } from '#tests/support/stack.ts';
import { newUserAgent, submit } from '#tests/support/user-agent.ts';

it('has no refusal of a sign-up that a page takes, whatever the page says about it', async () => {
  const pool = await makePool({}, onPages);
  const username = `user-${randomUUID()}`;
  const browser = newUserAgent();
  const form = await browser.get(authorizePath(pool, {}, '/signup'));
  const page = await submit(browser, form, { username, password });
  expect(await errorOn(page)).toBe('An administrator has to confirm your account before you can sign in.');

  const isMeant = ({ eventName, additionalEventData }: TrailRecord): boolean =>
    /^signup_post$/i.test(eventName) && Object(additionalEventData).userPoolId === pool.poolId;
  const [record] = await recordsOf(stack().trailFile, isMeant);
  expect(record).not.toHaveProperty('errorCode');
});
