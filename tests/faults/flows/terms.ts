import { randomUUID } from 'node:crypto';
import {
  CreateTermsCommand,
  DeleteTermsCommand,
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  UpdateTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { linksTo, makeTerms, termsOf } from '#tests/support/terms.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

// Of its own: other flows count nothing here.
const pool = once(() => makePool());

const newClient = async () => {
  const { poolId } = await pool();
  const { clientId } = await makeClient(poolId);
  return { poolId, clientId };
};

const isCounted = async (poolId: string): Promise<void> => {
  const items = await itemsAbout(`TERMS#${poolId}`);
  const count = items.find(({ sk }) => sk === 'COUNT')?.count ?? 0;
  expect(count).toBe(items.filter(({ type }) => type === 'Terms').length);
};

export const terms: readonly Flow[] = [
  {
    operation: 'CreateTerms',
    prepare: async () => {
      const owner = await newClient();
      const asked = {
        UserPoolId: owner.poolId,
        ClientId: owner.clientId,
        TermsName: 'terms-of-use',
        TermsSource: 'LINK' as const,
        Enforcement: 'NONE' as const,
        Links: linksTo('terms'),
      };
      return {
        call: () => admin.send(new CreateTermsCommand(asked)),
        doneBefore: ['TermsExistsException'],
        proof: async () => {
          expect(await termsOf(owner)).toMatchObject({ Links: asked.Links });
          await isCounted(owner.poolId);
        },
      };
    },
  },
  {
    operation: 'UpdateTerms',
    way: 'with another name',
    prepare: async () => {
      const owner = await newClient();
      const { TermsId } = await makeTerms(owner);
      const Links = linksTo(randomUUID());
      const asked = { UserPoolId: owner.poolId, TermsId, TermsName: 'privacy-policy', Links };
      return {
        call: () => admin.send(new UpdateTermsCommand(asked)),
        proof: async () => {
          expect(await termsOf(owner, 'privacy-policy')).toMatchObject({ TermsId, Links });
          await isCounted(owner.poolId);
        },
      };
    },
  },
  {
    operation: 'DeleteTerms',
    prepare: async () => {
      const owner = await newClient();
      const { TermsId } = await makeTerms(owner);
      return {
        call: () => admin.send(new DeleteTermsCommand({ UserPoolId: owner.poolId, TermsId })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          await expect(termsOf(owner)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
          await isCounted(owner.poolId);
        },
      };
    },
  },
  {
    operation: 'DeleteUserPoolClient',
    way: 'with terms',
    prepare: async () => {
      const owner = await newClient();
      await makeTerms(owner);
      const client = { UserPoolId: owner.poolId, ClientId: owner.clientId };
      return {
        call: () => admin.send(new DeleteUserPoolClientCommand(client)),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          const gone = { name: 'ResourceNotFoundException' };
          await expect(admin.send(new DescribeUserPoolClientCommand(client))).rejects.toMatchObject(gone);
          await expect(termsOf(owner)).rejects.toMatchObject(gone);
          await isCounted(owner.poolId);
        },
      };
    },
  },
];
