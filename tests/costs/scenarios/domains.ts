import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { aPrefix, createDomain } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import type { Scenario } from '../scenario.ts';
import { admin, once } from '../subjects.ts';

const domained = once(async () => {
  const { poolId: UserPoolId } = await makePool();
  const Domain = aPrefix();
  await createDomain(UserPoolId, Domain);
  return { UserPoolId, Domain };
});

export const domains: readonly Scenario[] = [
  {
    operation: 'CreateUserPoolDomain',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      return () => admin.send(new CreateUserPoolDomainCommand({ UserPoolId, Domain: aPrefix() }));
    },
  },
  {
    operation: 'DescribeUserPoolDomain',
    prepare: async () => {
      const { Domain } = await domained();
      return () => admin.send(new DescribeUserPoolDomainCommand({ Domain }));
    },
  },
  {
    operation: 'UpdateUserPoolDomain',
    prepare: async () => {
      const domain = await domained();
      return () => admin.send(new UpdateUserPoolDomainCommand({ ...domain, ManagedLoginVersion: 2 }));
    },
  },
  {
    operation: 'DeleteUserPoolDomain',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const Domain = aPrefix();
      await createDomain(UserPoolId, Domain);
      return () => admin.send(new DeleteUserPoolDomainCommand({ UserPoolId, Domain }));
    },
  },
];
