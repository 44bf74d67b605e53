import { randomUUID } from 'node:crypto';
import {
  CreateResourceServerCommand,
  CreateUserPoolClientCommand,
  DeleteResourceServerCommand,
  DescribeResourceServerCommand,
  ListResourceServersCommand,
  UpdateResourceServerCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { makePool } from '#tests/support/pools.ts';
import { makeResourceServer, scope } from '#tests/support/resource-servers.ts';
import type { Scenario } from '../scenario.ts';
import { admin, once } from '../subjects.ts';

/** A pool with three servers, to which each round adds none. */
const servedPool = once(async () => {
  const pool = await makePool();
  for (const name of ['a', 'b', 'c']) await makeResourceServer(pool, name, ['read', 'write']);
  return { UserPoolId: pool.poolId };
});

/** A server that a round may delete, in the pool of the others: so that no round finds the pool's cache cold. */
const newServer = async () => {
  const { UserPoolId } = await servedPool();
  return { UserPoolId, Identifier: await makeResourceServer({ poolId: UserPoolId }, `server-${randomUUID()}`) };
};

const removed = async (server: { readonly UserPoolId: string; readonly Identifier: string }): Promise<void> => {
  await admin.send(new DeleteResourceServerCommand(server));
};

export const resourceServers: readonly Scenario[] = [
  {
    operation: 'CreateResourceServer',
    prepare: async () => {
      const server = await newServer();
      await removed(server);
      return () => admin.send(new CreateResourceServerCommand({ ...server, Name: 'test', Scopes: [scope('read')] }));
    },
  },
  {
    operation: 'UpdateResourceServer',
    prepare: async () => {
      const { UserPoolId } = await servedPool();
      const server = { UserPoolId, Identifier: 'a', Name: 'test', Scopes: [scope('read'), scope('write')] };
      return () => admin.send(new UpdateResourceServerCommand(server));
    },
  },
  {
    operation: 'DescribeResourceServer',
    prepare: async () => {
      const { UserPoolId } = await servedPool();
      return () => admin.send(new DescribeResourceServerCommand({ UserPoolId, Identifier: 'a' }));
    },
  },
  {
    operation: 'ListResourceServers',
    way: 'of three',
    prepare: async () => {
      const pool = await servedPool();
      return () => admin.send(new ListResourceServersCommand({ ...pool, MaxResults: 3 }));
    },
  },
  {
    operation: 'DeleteResourceServer',
    prepare: async () => {
      const server = await newServer();
      return () => admin.send(new DeleteResourceServerCommand(server));
    },
  },
  {
    operation: 'CreateUserPoolClient',
    way: 'with scopes of two resource servers',
    prepare: async () => {
      const pool = await servedPool();
      const AllowedOAuthScopes = ['openid', 'a/read', 'b/read'];
      return () => admin.send(new CreateUserPoolClientCommand({ ...pool, ClientName: 'test', AllowedOAuthScopes }));
    },
  },
];
