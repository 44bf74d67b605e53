import { randomUUID } from 'node:crypto';
import {
  UpdateManagedLoginBrandingCommand,
  type UpdateManagedLoginBrandingCommandInput,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import {
  brandingIn,
  createBranding,
  describeBranding,
  logo,
  png,
  redButton,
  type TestBranding,
} from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

const update = async (
  { UserPoolId, ManagedLoginBrandingId }: Pick<TestBranding, 'UserPoolId' | 'ManagedLoginBrandingId'>,
  facts: UpdateManagedLoginBrandingCommandInput,
  options = {},
): Promise<TestBranding> =>
  brandingIn(
    await adminClient(options).send(
      new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ...facts }),
    ),
  );

const piecesOf = async (poolId: string): Promise<number> =>
  (await itemsAbout(`BRANDING#${poolId}`)).filter(({ type }) => type === 'BrandingAssetPiece').length;

describe('UpdateManagedLoginBranding', () => {
  it('changes what is given, and keeps the rest', async () => {
    const branding = await createBranding(await makePool(), { Settings: redButton, Assets: [logo()] });
    const round = { components: { form: { borderRadius: 20 } } };

    const changed = await update(branding, { Settings: round }, { ahead: 60_000 });

    expect(changed.Settings).toEqual({ components: { ...redButton.components, ...round.components } });
    expect(changed.Assets).toEqual(branding.Assets);
    expect(changed.CreationDate).toEqual(branding.CreationDate);
    expect(Number(changed.LastModifiedDate)).toBeGreaterThan(Number(branding.LastModifiedDate));
    expect(await describeBranding(branding)).toEqual(changed);
  });

  it('replaces an image, adds another, and takes one away that comes without bytes', async () => {
    const pool = await makePool();
    const dark = logo({ ColorMode: 'DARK', Bytes: png(400_000, 1) });
    const branding = await createBranding(pool, { Assets: [logo(), dark] });
    expect(await piecesOf(pool.poolId)).toBe(3);

    const other = logo({ Bytes: png(300, 2) });
    const background = logo({ Category: 'PAGE_BACKGROUND', ColorMode: 'DYNAMIC', Bytes: png(300, 2) });
    const changed = await update(branding, { Assets: [other, background, { ...dark, Bytes: undefined }] });

    expect(changed.Assets).toEqual([other, background]);
    expect(await describeBranding(branding)).toEqual(changed);
    expect(await piecesOf(pool.poolId)).toBe(1);
  });

  it('goes back to the default style, and leaves it', async () => {
    const pool = await makePool();
    const branding = await createBranding(pool, { Settings: redButton, Assets: [logo()] });

    const reset = await update(branding, { UseCognitoProvidedValues: true });
    expect(reset).toMatchObject({ UseCognitoProvidedValues: true, Settings: {}, Assets: [] });
    expect(await piecesOf(pool.poolId)).toBe(0);

    const own = await update(branding, { Settings: redButton });
    expect(own).toMatchObject({ UseCognitoProvidedValues: false, Settings: redButton });
  });

  it('takes a large style in several requests, up to three million bytes of images', async () => {
    const branding = await createBranding(await makePool(), {});
    const places = ['FORM_LOGO', 'FORM_BACKGROUND', 'PAGE_BACKGROUND'] as const;
    for (const [mark, Category] of places.entries()) {
      await update(branding, { Assets: [logo({ Category, Bytes: png(1_000_000, mark) })] });
    }
    expect((await describeBranding(branding)).Assets).toHaveLength(3);

    await expect(update(branding, { Assets: [logo({ Category: 'PAGE_HEADER_LOGO' })] })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'The assets of a style have 3000000 bytes at most, all together.',
    });
  });

  it.each([
    ['defaults beside settings', { UseCognitoProvidedValues: true, Settings: redButton }],
    ['an unknown member', { Settings: { fonts: {} } }],
    ['another kind of image', { Assets: [logo({ Extension: 'SVG' })] }],
  ])('refuses %s, and changes nothing', async (_what, facts) => {
    const branding = await createBranding(await makePool());
    await expect(update(branding, facts)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    expect(await describeBranding(branding)).toEqual(branding);
  });

  it('needs to know which style', async () => {
    const { UserPoolId } = await createBranding(await makePool());
    await expect(adminClient().send(new UpdateManagedLoginBrandingCommand({ UserPoolId }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'UserPoolId and ManagedLoginBrandingId must be given.',
    });
    await expect(update({ UserPoolId, ManagedLoginBrandingId: randomUUID() }, {})).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
