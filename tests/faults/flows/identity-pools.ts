import { randomUUID } from 'node:crypto';
import {
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { expect } from 'vitest';
import {
  describeIdentityPool,
  identityAdmin,
  identityPoolArn,
  makeIdentityPool,
  roleArn,
} from '#tests/support/identity-pools.ts';
import { once } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = identityAdmin();
const amazon = 'www.amazon.com';

const pool = once(() => makeIdentityPool({ SupportedLoginProviders: { [amazon]: 'x' } }));

export const identityPools: readonly Flow[] = [
  {
    operation: 'CreateIdentityPool',
    prepare: async () => {
      const name = `pool-${randomUUID()}`;
      let made: string | undefined;
      return {
        call: async () => {
          const { IdentityPoolId } = await admin.send(
            new CreateIdentityPoolCommand({ IdentityPoolName: name, AllowUnauthenticatedIdentities: true }),
          );
          made = IdentityPoolId;
        },
        proof: async () => expect((await describeIdentityPool(made ?? '')).IdentityPoolName).toBe(name),
      };
    },
  },
  {
    operation: 'UpdateIdentityPool',
    prepare: async () => {
      const IdentityPoolId = await makeIdentityPool();
      const IdentityPoolName = `pool-${randomUUID()}`;
      const changed = { IdentityPoolId, IdentityPoolName, AllowUnauthenticatedIdentities: false };
      return {
        call: () => admin.send(new UpdateIdentityPoolCommand(changed)),
        proof: async () => expect(await describeIdentityPool(IdentityPoolId)).toMatchObject(changed),
      };
    },
  },
  {
    operation: 'DeleteIdentityPool',
    prepare: async () => {
      const IdentityPoolId = await makeIdentityPool();
      return {
        call: () => admin.send(new DeleteIdentityPoolCommand({ IdentityPoolId })),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () =>
          expect(describeIdentityPool(IdentityPoolId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' }),
      };
    },
  },
  {
    operation: 'SetIdentityPoolRoles',
    prepare: async () => {
      const IdentityPoolId = await pool();
      const Roles = { authenticated: roleArn(randomUUID()) };
      return {
        call: () => admin.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles })),
        proof: async () => {
          const found = await admin.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));
          expect(found.Roles).toEqual(Roles);
        },
      };
    },
  },
  {
    operation: 'SetPrincipalTagAttributeMap',
    prepare: async () => {
      const named = { IdentityPoolId: await pool(), IdentityProviderName: amazon };
      const PrincipalTags = { tag: randomUUID() };
      return {
        call: () => admin.send(new SetPrincipalTagAttributeMapCommand({ ...named, PrincipalTags })),
        proof: async () => {
          const found = await admin.send(new GetPrincipalTagAttributeMapCommand(named));
          expect(found.PrincipalTags).toEqual(PrincipalTags);
        },
      };
    },
  },
  {
    operation: 'TagResource',
    way: 'of identity pools',
    prepare: async () => {
      const [poolId, key] = [await makeIdentityPool(), randomUUID()];
      return {
        call: () => admin.send(new TagResourceCommand({ ResourceArn: identityPoolArn(poolId), Tags: { [key]: 'x' } })),
        proof: async () => expect((await describeIdentityPool(poolId)).IdentityPoolTags).toEqual({ [key]: 'x' }),
      };
    },
  },
  {
    operation: 'UntagResource',
    way: 'of identity pools',
    prepare: async () => {
      const poolId = await makeIdentityPool({ IdentityPoolTags: { a: '1', b: '2' } });
      return {
        call: () => admin.send(new UntagResourceCommand({ ResourceArn: identityPoolArn(poolId), TagKeys: ['a'] })),
        proof: async () => expect((await describeIdentityPool(poolId)).IdentityPoolTags).toEqual({ b: '2' }),
      };
    },
  },
];
