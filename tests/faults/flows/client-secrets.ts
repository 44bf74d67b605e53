import { randomUUID } from 'node:crypto';
import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  ListUserPoolClientSecretsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makeClient, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { listening } from '../heard.ts';
import { plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

const aClient = async () => {
  const { poolId } = await plainPool();
  const client = { poolId, ...(await makeClient(poolId, { GenerateSecret: true })) };
  const named = { UserPoolId: poolId, ClientId: client.clientId };
  return {
    client,
    add: (ClientSecret?: string) => admin.send(new AddUserPoolClientSecretCommand({ ...named, ClientSecret })),
    remove: (ClientSecretId: string | undefined) =>
      admin.send(new DeleteUserPoolClientSecretCommand({ ...named, ClientSecretId })),
    ids: async () => {
      const { ClientSecrets = [] } = await admin.send(new ListUserPoolClientSecretsCommand(named));
      return ClientSecrets.map(({ ClientSecretId }) => ClientSecretId);
    },
  };
};

const bothSignIn = async (client: TestPool, second: string | undefined): Promise<void> => {
  const user = await makeUser(client);
  for (const clientSecret of [client.clientSecret, second]) await signIn({ ...client, clientSecret }, user);
};

export const clientSecrets: readonly Flow[] = [
  {
    operation: 'AddUserPoolClientSecret',
    prepare: async () => {
      const { client, add, remove, ids } = await aClient();
      const { call, findHeard } = listening(() => add());
      return {
        call,
        // The secret exists, but nobody knows it.
        doneBefore: ['LimitExceededException'],
        proof: async () => {
          const [, latest, ...more] = await ids();
          expect(more).toEqual([]);
          const heard = findHeard();
          // It is the latest, so it is removed to make room for one that is heard of.
          if (!heard) await remove(latest);
          const { ClientSecretDescriptor } = heard ?? (await add());
          await bothSignIn(client, ClientSecretDescriptor?.ClientSecretValue);
        },
      };
    },
  },
  {
    operation: 'AddUserPoolClientSecret',
    way: 'of the caller’s choice',
    prepare: async () => {
      const { client, add, ids } = await aClient();
      const chosen = `of-my-own-${randomUUID()}`.replaceAll('-', '_');
      const { call, heard } = listening(() => add(chosen));
      return {
        call,
        proof: async () => {
          expect(await ids()).toEqual([expect.anything(), heard().ClientSecretDescriptor?.ClientSecretId]);
          await bothSignIn(client, chosen);
        },
      };
    },
  },
  {
    operation: 'DeleteUserPoolClientSecret',
    prepare: async () => {
      const { client, add, remove, ids } = await aClient();
      await add();
      const [first, second] = await ids();
      return {
        call: () => remove(second),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          expect(await ids()).toEqual([first]);
          const { ClientSecretDescriptor } = await add();
          await bothSignIn(client, ClientSecretDescriptor?.ClientSecretValue);
        },
      };
    },
  },
];
