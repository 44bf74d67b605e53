import { describe, expect, it } from 'vitest';
import { makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';

const jpeg = Buffer.concat([Buffer.from('ffd8ffe0', 'hex'), Buffer.alloc(100, 7)]);

const imageOf = async (poolId: string, ImageFile: Buffer): Promise<string> =>
  (await setUICustomization(poolId, { ImageFile })).ImageUrl ?? '';

describe('the logo of classic pages', () => {
  it.each([
    ['image/png', png],
    ['image/jpeg', jpeg],
  ])('is served as %s by its bytes, and kept for a year', async (type, bytes) => {
    const { poolId } = await makePoolWithPages();

    const answer = await fetch(await imageOf(poolId, bytes));

    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': type,
      'cache-control': 'public, max-age=31536000, immutable',
      'x-content-type-options': 'nosniff',
      'content-length': String(bytes.length),
    });
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  });

  it('has another address when it is another one, and the former is gone', async () => {
    const { poolId } = await makePoolWithPages();
    const before = await imageOf(poolId, png);
    const after = await imageOf(poolId, jpeg);

    expect(after).not.toBe(before);
    expect((await fetch(before)).status).toBe(404);
    expect((await fetch(after)).status).toBe(200);
    await setUICustomization(poolId, { CSS: '.label-customizable { color: red }' });
    expect((await fetch(after)).status).toBe(404);
  });

  it('is not found by other addresses', async () => {
    const { poolId } = await makePoolWithPages();
    const address = new URL(await imageOf(poolId, png));
    const [, , , hash = ''] = address.pathname.split('/');
    for (const [part, other] of [
      [hash, '0'.repeat(32)],
      [poolId, 'us-east-1_nobody'],
      ['/ALL/', `/${'x'.repeat(2000)}/`],
      ['/ALL/', '/%00%23/'],
    ] as const) {
      const answer = await fetch(new URL(address.pathname.replace(part, other), address));
      expect(answer.status).toBe(404);
      expect(answer.headers.get('cache-control')).toBe('no-store');
    }
  });
});
