import {
  CreateUserPoolDomainCommand,
  DeleteUserPoolDomainCommand,
  DescribeUserPoolDomainCommand,
  UpdateUserPoolDomainCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain, domainsOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

const read = async (Domain: string) =>
  (await admin.send(new DescribeUserPoolDomainCommand({ Domain }))).DomainDescription ?? {};

const aDomain = async () => {
  const { poolId: UserPoolId } = await makePool();
  const Domain = aPrefix();
  await createDomain(UserPoolId, Domain);
  return { UserPoolId, Domain };
};

export const domains: readonly Flow[] = [
  {
    operation: 'CreateUserPoolDomain',
    prepare: async () => {
      const { poolId: UserPoolId } = await makePool();
      const domain = { UserPoolId, Domain: aPrefix() };
      return {
        call: () => admin.send(new CreateUserPoolDomainCommand(domain)),
        doneBefore: ['InvalidParameterException'],
        proof: async () => {
          expect(await read(domain.Domain)).toMatchObject(domain);
          expect(await domainsOf(UserPoolId)).toMatchObject({ Domain: domain.Domain });
        },
      };
    },
  },
  {
    operation: 'UpdateUserPoolDomain',
    prepare: async () => {
      const domain = await aDomain();
      return {
        call: () => admin.send(new UpdateUserPoolDomainCommand({ ...domain, ManagedLoginVersion: 2 })),
        proof: async () => expect(await read(domain.Domain)).toMatchObject({ ManagedLoginVersion: 2 }),
      };
    },
  },
  {
    operation: 'DeleteUserPoolDomain',
    prepare: async () => {
      const domain = await aDomain();
      return {
        call: () => admin.send(new DeleteUserPoolDomainCommand(domain)),
        doneBefore: ['InvalidParameterException'],
        proof: async () => {
          expect(await read(domain.Domain)).toEqual({});
          expect((await domainsOf(domain.UserPoolId)).Domain).toBeUndefined();
        },
      };
    },
  },
];
