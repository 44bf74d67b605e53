import { expect } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makePool());

/** The account page, its settings, and what is done there once. */
export const accountPage: readonly Flow[] = [
  {
    operation: 'SetUserPoolAccountPage',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      return {
        call: () => callOwn('SetUserPoolAccountPage', { UserPoolId, Status: 'ENABLED', FreshMinutes: 3 }),
        proof: async () => {
          expect(await callOwn('GetUserPoolAccountPage', { UserPoolId })).toMatchObject({ FreshMinutes: 3 });
        },
      };
    },
  },
];
