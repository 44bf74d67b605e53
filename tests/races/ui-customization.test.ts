import { DeleteUserPoolClientCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { getUICustomization, makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';

describe('administrators who set the look of pages at once', () => {
  it('leave the style sheet and the logo of one of them', async () => {
    const { poolId } = await makePoolWithPages();
    const logos = Array.from({ length: 6 }, (_none, index) => Buffer.concat([png, Buffer.alloc(1, index)]));

    await Promise.allSettled(
      logos.map((ImageFile, index) => setUICustomization(poolId, { CSS: `/* ${index} */`, ImageFile })),
    );

    const { CSS = '', ImageUrl = '' } = await getUICustomization(poolId);
    const bytes = Buffer.from(await (await fetch(ImageUrl)).arrayBuffer());
    expect(bytes.equals(logos[Number(CSS.replace(/\D/g, ''))] ?? png)).toBe(true);
  });

  it('leave nothing of a client that is deleted meanwhile', async () => {
    const { poolId } = await makePoolWithPages();
    for (let round = 0; round < 4; round++) {
      const { clientId: ClientId } = await makeClient(poolId);
      const remove = () => adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId: poolId, ClientId }));

      await Promise.allSettled([setUICustomization(poolId, { ClientId, ImageFile: png }), remove()]);
      // It may have lost to the other.
      await remove().catch(() => 'It is gone.');

      expect(await itemsAbout(`UI#${poolId}`)).toEqual([]);
    }
  });
});
