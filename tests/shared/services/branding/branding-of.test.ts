import { describe, expect, it } from 'vitest';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { toPageBranding } from '#shared/domain/branding/own-page-branding.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { brandingOf } from '#shared/services/branding/branding-of.ts';

const times = { createdAt: 0, updatedAt: 0, version: 1 };
const pool: UserPool = {
  id: 'us-east-1_a',
  name: 'a',
  settings: {},
  schema: [],
  dataKeys: { general: new Uint8Array() },
  ...times,
};
const client: AppClient = { id: 'web', poolId: pool.id, name: 'web', settings: {}, secrets: [], ...times };

describe('the style of the pages of a client', () => {
  it('is the default one where the client has none, and nothing is read', async () => {
    // There is no table here to read from.
    expect(await brandingOf({ pool, client })).toEqual({
      isOwn: false,
      settings: defaultSettings,
      assets: [],
      stylesheet: undefined,
    });
  });

  it('has all that the client did not set, and the paths of its images', () => {
    const settings = { components: { form: { borderRadius: 2 } } };
    const place = { category: 'IDP_BUTTON_ICON', colorMode: 'DYNAMIC', resourceId: 'Google' } as const;
    const sha256 = 'ab'.repeat(32);
    const assets = [{ ...place, extension: 'SVG', sha256, size: 9 }] as const;
    const style = { id: 'b', poolId: pool.id, clientId: client.id, usesDefaults: false, settings, assets, ...times };

    const page = toPageBranding(style);

    expect(page.isOwn).toBe(true);
    expect(page.settings).toMatchObject({
      components: { form: { borderRadius: 2, backgroundImage: { enabled: false } } },
    });
    expect(page.stylesheet).toMatch(new RegExp(`^/branding/${pool.id}/b/[\\da-f]{16}/style\\.css$`));
    expect(page.assets).toEqual([{ ...place, path: `/branding/${pool.id}/b/${sha256}.svg` }]);
  });
});
