import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { makeClient } from '#tests/support/pools.ts';
import { getUICustomization, makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makePoolWithPages());

export const uiCustomization: readonly Flow[] = [
  {
    operation: 'SetUICustomization',
    prepare: async () => {
      const { poolId } = await pool();
      const { clientId: ClientId } = await makeClient(poolId);
      const CSS = `/* ${randomUUID()} */ .label-customizable { color: red }`;
      return {
        call: () => setUICustomization(poolId, { ClientId, CSS, ImageFile: png }),
        proof: async () => {
          const set = await getUICustomization(poolId, ClientId);
          expect(set).toMatchObject({ ClientId, CSS });
          expect((await fetch(set.ImageUrl ?? '')).status).toBe(200);
        },
      };
    },
  },
];
