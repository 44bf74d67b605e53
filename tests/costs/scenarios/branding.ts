import { createHash } from 'node:crypto';
import {
  CreateManagedLoginBrandingCommand,
  DeleteManagedLoginBrandingCommand,
  DeleteUserPoolClientCommand,
  DescribeManagedLoginBrandingByClientCommand,
  DescribeManagedLoginBrandingCommand,
  UpdateManagedLoginBrandingCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { createBranding, logo, png, redButton } from '#tests/support/branding.ts';
import { get } from '#tests/support/discovery.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, once } from '../subjects.ts';

// A logo as many are: 30 kB.
const Bytes = png(30_000);
const facts = { Settings: redButton, Assets: [logo({ Bytes })] };
const way = 'with a logo of 30 kB';

/** A client of a pool, in which each round makes another style. */
const filledPool = once(() => makePool());

/** A client with a style, in a pool from which each round deletes what it made. */
const styled = once(async () => {
  const { poolId, clientId } = await makePool();
  const { UserPoolId, ManagedLoginBrandingId } = await createBranding({ poolId, clientId }, facts);
  return { style: { UserPoolId, ManagedLoginBrandingId }, client: { UserPoolId, ClientId: clientId } };
});

const newStyle = async () => {
  const { UserPoolId } = (await styled()).style;
  const { clientId } = await makeClient(UserPoolId);
  const { ManagedLoginBrandingId } = await createBranding({ poolId: UserPoolId, clientId }, facts);
  return { style: { UserPoolId, ManagedLoginBrandingId }, client: { UserPoolId, ClientId: clientId } };
};

export const branding: readonly Scenario[] = [
  {
    operation: 'CreateManagedLoginBranding',
    way,
    prepare: async () => {
      const { poolId: UserPoolId } = await filledPool();
      const { clientId: ClientId } = await makeClient(UserPoolId);
      return () => admin.send(new CreateManagedLoginBrandingCommand({ UserPoolId, ClientId, ...facts }));
    },
  },
  {
    operation: 'GetBrandingPreview',
    way,
    prepare: async () => {
      const { client } = await styled();
      return () => callOwn('GetBrandingPreview', { ...client, ManagedLoginVersion: 2, Settings: redButton });
    },
  },
  {
    operation: 'DescribeManagedLoginBranding',
    way,
    prepare: async () => {
      const { style } = await styled();
      return () => admin.send(new DescribeManagedLoginBrandingCommand(style));
    },
  },
  {
    operation: 'DescribeManagedLoginBrandingByClient',
    way,
    prepare: async () => {
      const { client } = await styled();
      return () => admin.send(new DescribeManagedLoginBrandingByClientCommand(client));
    },
  },
  {
    operation: 'UpdateManagedLoginBranding',
    way: 'of the settings, with a logo of 30 kB',
    prepare: async () => {
      const { style } = await styled();
      return () => admin.send(new UpdateManagedLoginBrandingCommand({ ...style, Settings: redButton }));
    },
  },
  {
    operation: 'DeleteManagedLoginBranding',
    way,
    prepare: async () => {
      const { style } = await newStyle();
      return () => admin.send(new DeleteManagedLoginBrandingCommand(style));
    },
  },
  {
    operation: 'DeleteUserPoolClient',
    way: 'with a style, and a logo of 30 kB',
    prepare: async () => {
      const { client } = await newStyle();
      return () => admin.send(new DeleteUserPoolClientCommand(client));
    },
  },
  {
    operation: 'branding-asset',
    way: 'of 30 kB',
    prepare: async () => {
      const { UserPoolId, ManagedLoginBrandingId } = (await styled()).style;
      const digest = createHash('sha256').update(Bytes).digest('hex');
      return () => get(`/branding/${UserPoolId}/${ManagedLoginBrandingId}/${digest}.png`);
    },
  },
  {
    operation: 'branding-style',
    prepare: async () => {
      const { UserPoolId, ManagedLoginBrandingId } = (await styled()).style;
      return () => get(`/branding/${UserPoolId}/${ManagedLoginBrandingId}/0000000000000000/style.css`);
    },
  },
];
