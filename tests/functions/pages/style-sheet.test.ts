import { describe, expect, it } from 'vitest';
import { get } from '#tests/support/discovery.ts';
import { onPages } from '#tests/support/oauth.ts';
import { loginPath } from '#tests/support/sign-in-page.ts';
import { makePoolWithPages, setUICustomization } from '#tests/support/ui-customization.ts';

const css = (color: string): string => `.label-customizable { color: ${color} }`;

const makeStyled = async (CSS: string) => {
  const pool = await makePoolWithPages({}, onPages);
  await setUICustomization(pool.poolId, { ClientId: pool.clientId, CSS });
  const page = await (await get(loginPath(pool))).text();
  return { ...pool, address: /href="([^"]*\/assets\/CSS\/[^"]*)"/.exec(page)?.[1] ?? '' };
};

describe('the rules of classic pages', () => {
  it('are served as they were set, and kept for a year', async () => {
    const { address } = await makeStyled(css('red'));
    const answer = await get(address);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe(css('red'));
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'text/css;charset=UTF-8',
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
    });
  });

  it('are gone at their address once they are others, or none', async () => {
    const { address, poolId, clientId } = await makeStyled(css('red'));
    for (const asked of [{ CSS: css('blue') }, {}]) {
      await setUICustomization(poolId, { ClientId: clientId, ...asked });
      const answer = await get(address);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([404, 'no-store']);
    }
  });

  it('are not found by other addresses', async () => {
    const { address, poolId, clientId } = await makeStyled(css('red'));
    for (const [part, other] of [
      [/[\da-f]{32}/, '0'.repeat(32)],
      [poolId, 'us-east-1_nobody'],
      [clientId, 'ALL'],
      [clientId, 'x'.repeat(2000)],
      [clientId, '%00%23'],
    ] as const) {
      expect(await get(address.replace(part, other))).toMatchObject({ status: 404 });
    }
  });
});
