import { createHash } from 'node:crypto';
import { get } from '#tests/support/discovery.ts';
import { makeClient } from '#tests/support/pools.ts';
import { getUICustomization, makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const CSS = '.label-customizable { color: red }';

const pool = once(() => makePoolWithPages());

const newClient = async () => {
  const { poolId } = await pool();
  return { poolId, ...(await makeClient(poolId)) };
};

export const uiCustomization: readonly Scenario[] = [
  {
    operation: 'SetUICustomization',
    way: 'style sheet alone',
    prepare: async () => {
      const { poolId, clientId: ClientId } = await newClient();
      return () => setUICustomization(poolId, { ClientId, CSS });
    },
  },
  {
    operation: 'SetUICustomization',
    way: 'with the largest logo',
    prepare: async () => {
      const { poolId, clientId: ClientId } = await newClient();
      const ImageFile = Buffer.concat([png], 100 * 1024);
      return () => setUICustomization(poolId, { ClientId, CSS, ImageFile });
    },
  },
  {
    operation: 'GetUICustomization',
    prepare: async () => {
      const { poolId, clientId: ClientId } = await newClient();
      await setUICustomization(poolId, { ClientId, CSS, ImageFile: png });
      return () => getUICustomization(poolId, ClientId);
    },
  },
  {
    operation: 'image',
    way: 'the largest',
    prepare: async () => {
      const { poolId, clientId: ClientId } = await newClient();
      const ImageFile = Buffer.concat([png], 100 * 1024);
      const { ImageUrl = '' } = await setUICustomization(poolId, { ClientId, ImageFile });
      return () => fetch(ImageUrl);
    },
  },
  {
    operation: 'style-sheet',
    prepare: async () => {
      const { poolId, clientId: ClientId } = await newClient();
      await setUICustomization(poolId, { ClientId, CSS });
      const hash = createHash('sha256').update(CSS).digest('hex').slice(0, 32);
      return () => get(`/${poolId}/${ClientId}/${hash}/assets/CSS/custom-css.css`);
    },
  },
];
