import { randomUUID } from 'node:crypto';
import {
  CreateResourceServerCommand,
  DeleteResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

// Of its own: other flows count nothing here.
const pool = once(() => makePool());

const nameOf = async (UserPoolId: string, identifier: string): Promise<string | undefined> => {
  const { ResourceServers = [] } = await admin.send(new ListResourceServersCommand({ UserPoolId }));
  return ResourceServers.find(({ Identifier }) => Identifier === identifier)?.Name;
};

const isCounted = async (poolId: string): Promise<void> => {
  const items = await itemsAbout(`RESOURCE_SERVERS#${poolId}`);
  const count = items.find(({ sk }) => sk === 'COUNT')?.count;
  expect(count).toBe(items.filter(({ type }) => type === 'ResourceServer').length);
};

export const resourceServers: readonly Flow[] = [
  {
    operation: 'CreateResourceServer',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const server = { UserPoolId, Identifier: 'shop', Name: 'Shop' };
      return {
        call: () => admin.send(new CreateResourceServerCommand(server)),
        doneBefore: ['InvalidParameterException'],
        proof: async () => {
          expect(await nameOf(UserPoolId, 'shop')).toBe('Shop');
          await isCounted(UserPoolId);
        },
      };
    },
  },
  {
    operation: 'UpdateResourceServer',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      await makeResourceServer({ poolId: UserPoolId }, 'shop').catch(() => 'It is there.');
      const server = { UserPoolId, Identifier: 'shop', Name: `Shop ${randomUUID()}` };
      return {
        call: () => admin.send(new UpdateResourceServerCommand(server)),
        proof: async () => expect(await nameOf(UserPoolId, 'shop')).toBe(server.Name),
      };
    },
  },
  {
    operation: 'DeleteResourceServer',
    prepare: async () => {
      const { poolId: UserPoolId } = await pool();
      const Identifier = await makeResourceServer({ poolId: UserPoolId }, `server-${randomUUID()}`);
      return {
        call: () => admin.send(new DeleteResourceServerCommand({ UserPoolId, Identifier })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          expect(await nameOf(UserPoolId, Identifier)).toBeUndefined();
          await isCounted(UserPoolId);
        },
      };
    },
  },
];
