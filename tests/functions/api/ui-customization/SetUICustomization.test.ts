import { describe, expect, it } from 'vitest';
import { createDomain, deleteDomain } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import { getUICustomization, makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';

const CSS = '.label-customizable {font-weight: 400;}\n';
const invalid = (message: string) => ({ name: 'InvalidParameterException', message });

describe('SetUICustomization', () => {
  it('sets style sheet and logo for all app clients', async () => {
    const { poolId } = await makePoolWithPages();

    const set = await setUICustomization(poolId, { CSS, ImageFile: png });

    const version = Number(set.LastModifiedDate);
    expect(set).toEqual({
      UserPoolId: poolId,
      ClientId: 'ALL',
      CSS,
      CSSVersion: new Date(version).toISOString().replace(/\D/g, '').slice(0, 14),
      ImageUrl: expect.stringMatching(
        new RegExp(`^https?://[^/]+/${poolId}/ALL/[\\da-f]{32}/assets/images/image.png$`),
      ),
      CreationDate: set.LastModifiedDate,
      LastModifiedDate: expect.any(Date),
    });
    expect(await getUICustomization(poolId)).toEqual(set);
  });

  it('replaces both, and keeps when it was first set', async () => {
    const { poolId, clientId: ClientId } = await makePoolWithPages();
    const first = await setUICustomization(poolId, { ClientId, CSS, ImageFile: png });

    const second = await setUICustomization(poolId, { ClientId, ImageFile: png }, { ahead: 60_000 });
    const third = await setUICustomization(poolId, { ClientId, CSS });

    expect([second.CSS, second.ImageUrl]).toEqual([undefined, first.ImageUrl]);
    expect([third.CSS, third.ImageUrl]).toEqual([CSS, undefined]);
    expect([second.CreationDate, third.CreationDate]).toEqual([first.CreationDate, first.CreationDate]);
    expect(Number(second.CSSVersion)).toBeGreaterThan(Number(first.CSSVersion));
    expect(await getUICustomization(poolId, ClientId)).toEqual(third);
  });

  it('leaves nothing to an app client that it gives neither', async () => {
    const { poolId, clientId: ClientId } = await makePoolWithPages();
    const common = await setUICustomization(poolId, { CSS });
    await setUICustomization(poolId, { ClientId, ImageFile: png });

    expect(await setUICustomization(poolId, { ClientId, CSS: '' })).toMatchObject({ UserPoolId: poolId, ClientId });

    expect(await getUICustomization(poolId, ClientId)).toEqual(common);
  });

  it('needs a domain', async () => {
    const { poolId } = await makePool();
    const none = invalid('A domain must be associated with this user pool.');
    await expect(setUICustomization(poolId, { CSS })).rejects.toMatchObject(none);
    const prefix = `prefix-${poolId.split('_')[1]?.toLowerCase()}`;
    await createDomain(poolId, prefix);
    await expect(setUICustomization(poolId, { CSS })).resolves.toBeDefined();
    await deleteDomain(poolId, prefix);
    await expect(setUICustomization(poolId, { CSS })).rejects.toMatchObject(none);
    await expect(getUICustomization(poolId)).resolves.toMatchObject({ CSS });
  });

  it.each([
    [
      'an address',
      { CSS: '.logo-customizable { background: url(//example.com/x) }' },
      /^CSS is not valid: A value of /,
    ],
    ['an import', { CSS: '@import "//example.com/x";' }, /^CSS is not valid: @import /],
    ['an element', { CSS: 'body { display: none }' }, /^CSS is not valid: /],
    ['a style sheet that is too long', { CSS: ' '.repeat(3073) }, /^CSS must have at most 3072 bytes.$/],
    ['no image', { ImageFile: Buffer.from('<svg/>') }, /^ImageFile must be a PNG or JPEG image.$/],
    ['an image that is too large', { ImageFile: Buffer.concat([png], 102_401) }, /^ImageFile must have at most/],
    ['a far larger one', { ImageFile: Buffer.concat([png], 131_073) }, /imageFile|ImageFile/],
  ])('refuses %s, and changes nothing', async (_what, asked, message) => {
    const { poolId } = await makePoolWithPages();
    const before = await setUICustomization(poolId, { CSS, ImageFile: png });
    await expect(setUICustomization(poolId, asked)).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: expect.stringMatching(message),
    });
    expect(await getUICustomization(poolId)).toEqual(before);
  });

  it('takes the largest style sheet and logo', async () => {
    const { poolId } = await makePoolWithPages();
    const largest = { CSS: CSS.padEnd(3072), ImageFile: Buffer.concat([png], 102_400) };
    const { ImageUrl = '', CSS: stored } = await setUICustomization(poolId, largest);
    expect(stored).toBe(largest.CSS);
    const answer = await fetch(ImageUrl);
    expect(Buffer.from(await answer.arrayBuffer()).equals(largest.ImageFile)).toBe(true);
  });

  it('knows no client of another pool', async () => {
    const [pool, other] = [await makePoolWithPages(), await makePool()];
    await expect(setUICustomization(pool.poolId, { ClientId: other.clientId, CSS })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
      message: `User pool client ${other.clientId} does not exist.`,
    });
    await expect(setUICustomization('us-east-1_nobody', { CSS })).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
