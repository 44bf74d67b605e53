import {
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { createBranding, describeBranding, logo, png } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const six = <T>(work: (index: number) => Promise<T>) =>
  Promise.allSettled(Array.from({ length: 6 }, (_none, index) => work(index)));

/** How many styles a pool counts, and how many styles and pieces of images it has. */
const numbersOf = async (poolId: string) => {
  const items = await itemsAbout(`BRANDING#${poolId}`);
  return {
    counted: items.find(({ sk }) => sk === 'COUNT')?.count,
    styles: items.filter(({ type }) => type === 'Branding').length,
    pieces: items.filter(({ type }) => type === 'BrandingAssetPiece').length,
  };
};

describe('administrators who work on styles at once', () => {
  it('give a client one style', async () => {
    const pool = await makePool();

    const answers = await six((mark) => createBranding(pool, { Assets: [logo({ Bytes: png(300, mark) })] }));

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(await numbersOf(pool.poolId)).toEqual({ counted: 1, styles: 1, pieces: 1 });
  });

  it('make no more styles than there may be', async () => {
    const { poolId } = await makePool();
    const clients = [];
    for (let index = 0; index < 24; index++) clients.push({ poolId, ...(await makeClient(poolId)) });
    for (const client of clients.slice(0, 18)) await createBranding(client, {});

    const answers = await Promise.allSettled(clients.slice(18).map((client) => createBranding(client, {})));

    expect(answers.filter(isDone)).toHaveLength(2);
    expect(await numbersOf(poolId)).toMatchObject({ counted: 20, styles: 20 });
  });

  it('change one without losing an image, or leaving one behind', async () => {
    const { UserPoolId, ManagedLoginBrandingId } = await createBranding(await makePool(), { Assets: [logo()] });
    const style = { UserPoolId, ManagedLoginBrandingId };
    const icon = (index: number) =>
      logo({ Category: 'IDP_BUTTON_ICON', ResourceId: `idp ${index}`, Bytes: png(300, index + 1) });

    const answers = await six((index) =>
      adminClient().send(
        new UpdateManagedLoginBrandingCommand({
          ...style,
          Assets: [icon(index), logo({ Bytes: png(300, 9 + index) })],
        }),
      ),
    );

    const done = answers.filter(isDone).length;
    expect(done).toBeGreaterThan(0);
    expect((await describeBranding(style)).Assets).toHaveLength(1 + done);
    expect((await numbersOf(UserPoolId)).pieces).toBe(1 + done);
  });

  it('delete one once', async () => {
    const { UserPoolId, ManagedLoginBrandingId } = await createBranding(await makePool(), { Assets: [logo()] });

    const answers = await six(() =>
      adminClient().send(new DeleteManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId })),
    );

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(await numbersOf(UserPoolId)).toEqual({ counted: 0, styles: 0, pieces: 0 });
  });

  it('leave no style of a client that is deleted meanwhile', async () => {
    for (let round = 0; round < 5; round++) {
      const pool = await makePool();
      const client = { UserPoolId: pool.poolId, ClientId: pool.clientId };

      await Promise.allSettled([createBranding(pool), adminClient().send(new DeleteUserPoolClientCommand(client))]);

      await adminClient()
        .send(new DeleteUserPoolClientCommand(client))
        .catch(() => 'It is gone.');
      const { counted = 0, styles } = await numbersOf(pool.poolId);
      expect({ counted, styles }).toEqual({ counted: 0, styles: 0 });
    }
  });
});
