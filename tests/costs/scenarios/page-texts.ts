import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';

const Texts = { 'signIn.title': 'Sign in to Acme' };

export const pageTexts: readonly Scenario[] = [
  {
    operation: 'SetUserPoolPageTexts',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      return () => callOwn('SetUserPoolPageTexts', { UserPoolId, Language: 'en', Texts });
    },
  },
  {
    operation: 'GetUserPoolPageTexts',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      await callOwn('SetUserPoolPageTexts', { UserPoolId, Language: 'en', Texts });
      return () => callOwn('GetUserPoolPageTexts', { UserPoolId, Language: 'en' });
    },
  },
];
