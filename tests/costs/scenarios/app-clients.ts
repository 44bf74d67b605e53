import {
  AddUserPoolClientSecretCommand,
  CreateUserPoolClientCommand,
  DeleteUserPoolClientCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  ListUserPoolClientsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { callOwn } from '#tests/support/own-operations.ts';
import { makeClient } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, listedPool, plainPool } from '../subjects.ts';

const newClient = async () => {
  const { poolId: UserPoolId } = await plainPool();
  const { clientId: ClientId } = await makeClient(UserPoolId, { GenerateSecret: true });
  return { UserPoolId, ClientId };
};

const withTwoSecrets = async () => {
  const client = await newClient();
  const { ClientSecretDescriptor } = await admin.send(new AddUserPoolClientSecretCommand(client));
  return { ...client, ClientSecretId: ClientSecretDescriptor?.ClientSecretId };
};

export const appClients: readonly Scenario[] = [
  {
    operation: 'CreateUserPoolClient',
    prepare: async () => {
      const { poolId: UserPoolId } = await plainPool();
      return () => admin.send(new CreateUserPoolClientCommand({ UserPoolId, ClientName: 'new', GenerateSecret: true }));
    },
  },
  {
    operation: 'DeleteUserPoolClient',
    prepare: async () => {
      const client = await newClient();
      return () => admin.send(new DeleteUserPoolClientCommand(client));
    },
  },
  {
    operation: 'DescribeUserPoolClient',
    prepare: async () => {
      const client = await newClient();
      return () => admin.send(new DescribeUserPoolClientCommand(client));
    },
  },
  {
    operation: 'AddUserPoolClientSecret',
    prepare: async () => {
      const client = await newClient();
      return () => admin.send(new AddUserPoolClientSecretCommand(client));
    },
  },
  {
    operation: 'ListUserPoolClientSecrets',
    prepare: async () => {
      const { UserPoolId, ClientId } = await withTwoSecrets();
      return () => admin.send(new ListUserPoolClientSecretsCommand({ UserPoolId, ClientId }));
    },
  },
  {
    operation: 'DeleteUserPoolClientSecret',
    prepare: async () => {
      const secret = await withTwoSecrets();
      return () => admin.send(new DeleteUserPoolClientSecretCommand(secret));
    },
  },
  {
    operation: 'ListUserPoolClients',
    way: 'of three',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => admin.send(new ListUserPoolClientsCommand({ UserPoolId, MaxResults: 60 }));
    },
  },
  {
    operation: 'UpdateUserPoolClient',
    prepare: async () => {
      const client = await newClient();
      return () => admin.send(new UpdateUserPoolClientCommand({ ...client, ClientName: 'other' }));
    },
  },
  {
    operation: 'GetUserPoolClientOAuthSettings',
    prepare: async () => {
      const client = await newClient();
      return () => callOwn('GetUserPoolClientOAuthSettings', client);
    },
  },
  {
    operation: 'SetUserPoolClientOAuthSettings',
    prepare: async () => {
      const client = await newClient();
      return () => callOwn('SetUserPoolClientOAuthSettings', { ...client, RequirePkce: true });
    },
  },
];
