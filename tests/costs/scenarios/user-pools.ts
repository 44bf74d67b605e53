import {
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolReplicasCommand,
  ListUserPoolsCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { get } from '#tests/support/discovery.ts';
import { limitOf, setLimit, unlimited } from '#tests/support/limits.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, freshPool, listedPool, plainPool } from '../subjects.ts';

const fetching = (path: string) => async () => {
  const { poolId } = await plainPool();
  return () => get(`/${poolId}/.well-known/${path}`);
};

export const userPools: readonly Scenario[] = [
  {
    operation: 'CreateUserPool',
    prepare: async () => () => admin.send(new CreateUserPoolCommand({ PoolName: 'fresh' })),
  },
  {
    operation: 'DeleteUserPool',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => admin.send(new DeleteUserPoolCommand({ UserPoolId }));
    },
  },
  {
    operation: 'DescribeUserPool',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => admin.send(new DescribeUserPoolCommand({ UserPoolId }));
    },
  },
  {
    operation: 'ListUserPoolReplicas',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => admin.send(new ListUserPoolReplicasCommand({ UserPoolId }));
    },
  },
  {
    operation: 'UpdateProvisionedLimit',
    way: 'of the deployment',
    // To take it away costs the same, and leaves other scenarios as they are.
    prepare: async () => () => setLimit(unlimited, 'UserFederation'),
  },
  {
    operation: 'UpdateProvisionedLimit',
    way: 'of a client',
    prepare: async () => {
      const { clientId } = await makePool();
      return () => setLimit(100_000, 'UserFederation', clientId);
    },
  },
  {
    operation: 'GetProvisionedLimit',
    way: 'of the deployment',
    prepare: async () => () => limitOf('UserFederation'),
  },
  {
    operation: 'GetProvisionedLimit',
    way: 'of a client',
    prepare: async () => {
      const { clientId } = await makePool();
      return () => limitOf('UserFederation', clientId);
    },
  },
  {
    operation: 'ListUserPools',
    way: 'the first',
    prepare: async () => {
      await listedPool();
      return () => admin.send(new ListUserPoolsCommand({ MaxResults: 1 }));
    },
  },
  {
    operation: 'GetUserPoolMessageLimits',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolMessageLimits', { UserPoolId });
    },
  },
  {
    operation: 'GetUserPoolUsage',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolUsage', { UserPoolId });
    },
  },
  {
    operation: 'GetUserPoolMetrics',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolMetrics', { UserPoolId });
    },
  },
  {
    operation: 'ListTrailRecords',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('ListTrailRecords', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolMessageLimits',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolMessageLimits', { UserPoolId, SmsPerDay: 1000 });
    },
  },
  {
    operation: 'GetUserPoolTokenSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolTokenSettings', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolTokenSettings',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolTokenSettings', { UserPoolId, AccessTokenFormat: 'RFC9068' });
    },
  },
  {
    operation: 'GetUserPoolSignInSettings',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolSignInSettings', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolSignInSettings',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolSignInSettings', { UserPoolId, Lockout: { Failures: 3 } });
    },
  },
  {
    operation: 'GetUserPoolPasswordBlocklist',
    prepare: async () => {
      const { poolId: UserPoolId } = await listedPool();
      return () => callOwn('GetUserPoolPasswordBlocklist', { UserPoolId });
    },
  },
  {
    operation: 'SetUserPoolPasswordBlocklist',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('SetUserPoolPasswordBlocklist', { UserPoolId, Enforced: true });
    },
  },
  {
    operation: 'RotateSigningKeys',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => callOwn('RotateSigningKeys', { UserPoolId });
    },
  },
  {
    operation: 'UpdateUserPool',
    prepare: async () => {
      const UserPoolId = await freshPool();
      return () => admin.send(new UpdateUserPoolCommand({ UserPoolId, PoolName: 'other' }));
    },
  },
  {
    operation: 'UpdateUserPool',
    way: 'to another KMS key',
    prepare: async () => {
      const UserPoolId = await freshPool();
      const KeyConfiguration = makeOwnKey().configuration;
      return () => admin.send(new UpdateUserPoolCommand({ UserPoolId, KeyConfiguration }));
    },
  },
  { operation: 'jwks', prepare: fetching('jwks.json') },
  { operation: 'openid-configuration', prepare: fetching('openid-configuration') },
];
