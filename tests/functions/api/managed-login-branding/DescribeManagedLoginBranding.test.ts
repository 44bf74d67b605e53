import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { createBranding, describeBranding, logo, redButton } from '#tests/support/branding.ts';
import { makePool } from '#tests/support/pools.ts';

describe('DescribeManagedLoginBranding', () => {
  it('gives what was set, and the whole style where it is asked to', async () => {
    const branding = await createBranding(await makePool(), { Settings: redButton, Assets: [logo()] });

    expect(await describeBranding(branding)).toEqual(branding);
    const merged = await describeBranding(branding, true);
    expect(merged.Assets).toEqual(branding.Assets);
    expect(merged.Settings).toMatchObject(redButton);
    const { components, ...others } = defaultSettings;
    expect(merged.Settings).toMatchObject(others);
    expect(merged.Settings).toHaveProperty('components.primaryButton.lightMode.hover.textColor', 'ffffffff');
    expect(Object.keys(Object(components))).toContain('primaryButton');
  });

  it('gives the default style where the style has no values of its own', async () => {
    const branding = await createBranding(await makePool(), { UseCognitoProvidedValues: true });
    expect((await describeBranding(branding, true)).Settings).toEqual(defaultSettings);
  });

  it('gives a style that can be sent back as it is', async () => {
    const [pool, other] = [await makePool(), await makePool()];
    const branding = await createBranding(pool, { Settings: redButton, Assets: [logo({ ResourceId: 'main logo' })] });
    const { Settings, Assets } = await describeBranding(branding, true);

    const copy = await createBranding(other, { Settings, Assets });

    expect(await describeBranding(copy)).toMatchObject({ Settings, Assets });
  });

  it('knows no style that is not there, or that is of another pool', async () => {
    const [{ poolId: UserPoolId }, other] = [await makePool(), await makePool()];
    const { ManagedLoginBrandingId } = await createBranding(other);
    for (const id of [ManagedLoginBrandingId, randomUUID()])
      await expect(describeBranding({ UserPoolId, ManagedLoginBrandingId: id })).rejects.toMatchObject({
        name: 'ResourceNotFoundException',
        message: `Managed login branding ${id} does not exist.`,
      });
  });
});
