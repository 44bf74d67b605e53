import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const pool = once(() => makePool());

export const pageTexts: readonly Flow[] = [
  {
    operation: 'SetUserPoolPageTexts',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      const Texts = { 'signIn.title': randomUUID() };
      return {
        call: () => callOwn('SetUserPoolPageTexts', { UserPoolId, Language: 'en', Texts }),
        proof: async () =>
          expect(await callOwn('GetUserPoolPageTexts', { UserPoolId, Language: 'en' })).toMatchObject({ Texts }),
      };
    },
  },
];
