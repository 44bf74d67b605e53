import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const addressOf = async (secret: string): Promise<string | undefined> => {
  const agent = `tests ${randomUUID()}`;
  await callWorker('SignUp', {
    headers: { 'cloudfront-viewer-address': '203.0.113.7:1234', 'user-agent': agent, 'x-origin-secret': secret },
    requestContext: { http: { method: 'POST', sourceIp: '198.51.100.1' } },
    body: '{}',
  });
  const [record] = await recordsOf(stack().trailFile, ({ userAgent }) => userAgent === agent);
  return record?.sourceIPAddress;
};

it('has the address of who comes past the edge, whatever viewer the request names', async () => {
  expect(await addressOf('a guess')).toBe('198.51.100.1');
  expect(await addressOf(stack().env.ORIGIN_SECRETS ?? '')).toBe('203.0.113.7');
});
