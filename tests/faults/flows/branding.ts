import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { createBranding, describeBranding, logo, png, redButton, type TestBranding } from '#tests/support/branding.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

// Of several pieces.
const Assets = [logo({ Bytes: png(400_000) })];

/** The types of what is left of the styles of a pool, and their number as it is counted. */
const left = async (poolId: string): Promise<unknown[]> =>
  (await itemsAbout(`BRANDING#${poolId}`)).map(({ type, count }) => count ?? type).sort();

const isGone = async ({ UserPoolId, ManagedLoginBrandingId }: TestBranding): Promise<void> => {
  await expect(describeBranding({ UserPoolId, ManagedLoginBrandingId })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
  expect(await left(UserPoolId)).toEqual([0]);
};

export const branding: readonly Flow[] = [
  {
    operation: 'CreateManagedLoginBranding',
    prepare: async () => {
      const { poolId: UserPoolId, clientId: ClientId } = await makePool();
      const style = { UserPoolId, ClientId, Settings: redButton, Assets };
      return {
        call: () => admin.send(new CreateManagedLoginBrandingCommand(style)),
        doneBefore: ['ManagedLoginBrandingExistsException'],
        proof: async () =>
          expect(await left(UserPoolId)).toEqual([1, 'Branding', 'BrandingAssetPiece', 'BrandingAssetPiece']),
      };
    },
  },
  {
    operation: 'UpdateManagedLoginBranding',
    prepare: async () => {
      const { UserPoolId, ManagedLoginBrandingId } = await createBranding(await makePool(), { Assets });
      const change = { Settings: redButton, Assets: [logo()] };
      return {
        call: () =>
          admin.send(new UpdateManagedLoginBrandingCommand({ UserPoolId, ManagedLoginBrandingId, ...change })),
        proof: async () => {
          expect(await describeBranding({ UserPoolId, ManagedLoginBrandingId })).toMatchObject(change);
          expect(await left(UserPoolId)).toEqual([1, 'Branding', 'BrandingAssetPiece']);
        },
      };
    },
  },
  {
    operation: 'DeleteManagedLoginBranding',
    prepare: async () => {
      const style = await createBranding(await makePool(), { Assets });
      return {
        call: () => admin.send(new DeleteManagedLoginBrandingCommand(style)),
        doneBefore: ['ResourceNotFoundException'],
        proof: () => isGone(style),
      };
    },
  },
  {
    operation: 'DeleteUserPoolClient',
    prepare: async () => {
      const pool = await makePool();
      const style = await createBranding(pool, { Assets });
      const client = { UserPoolId: pool.poolId, ClientId: pool.clientId };
      return {
        call: () => admin.send(new DeleteUserPoolClientCommand(client)),
        doneBefore: ['ResourceNotFoundException'],
        proof: () => isGone(style),
      };
    },
  },
];
