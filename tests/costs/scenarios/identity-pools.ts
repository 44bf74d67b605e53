import {
  CreateIdentityPoolCommand,
  DeleteIdentityPoolCommand,
  DescribeIdentityPoolCommand,
  GetIdentityPoolRolesCommand,
  GetPrincipalTagAttributeMapCommand,
  ListIdentityPoolsCommand,
  ListTagsForResourceCommand,
  SetIdentityPoolRolesCommand,
  SetPrincipalTagAttributeMapCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateIdentityPoolCommand,
} from '@aws-sdk/client-cognito-identity';
import { identityAdmin, identityPoolArn, makeIdentityPool, roleArn } from '#tests/support/identity-pools.ts';
import type { Scenario } from '../scenario.ts';
import { once } from '../subjects.ts';

const admin = identityAdmin();
const settings = { IdentityPoolName: 'test', AllowUnauthenticatedIdentities: true };
const amazon = 'www.amazon.com';

/** An identity pool that stays. */
const steadyPool = once(() => makeIdentityPool({ SupportedLoginProviders: { [amazon]: 'x' } }));

const onPool = (operation: string, call: (poolId: string) => Promise<unknown>): Scenario => ({
  operation: `Identity${operation}`,
  prepare: async () => {
    const poolId = await steadyPool();
    return () => call(poolId);
  },
});

export const identityPools: readonly Scenario[] = [
  {
    operation: 'IdentityCreateIdentityPool',
    prepare: async () => () => admin.send(new CreateIdentityPoolCommand(settings)),
  },
  onPool('DescribeIdentityPool', (IdentityPoolId) => admin.send(new DescribeIdentityPoolCommand({ IdentityPoolId }))),
  onPool('UpdateIdentityPool', (IdentityPoolId) =>
    admin.send(
      new UpdateIdentityPoolCommand({ ...settings, IdentityPoolId, SupportedLoginProviders: { [amazon]: 'x' } }),
    ),
  ),
  {
    operation: 'IdentityListIdentityPools',
    way: 'of one',
    prepare: async () => {
      await steadyPool();
      return () => admin.send(new ListIdentityPoolsCommand({ MaxResults: 1 }));
    },
  },
  {
    operation: 'IdentityDeleteIdentityPool',
    prepare: async () => {
      const IdentityPoolId = await makeIdentityPool();
      return () => admin.send(new DeleteIdentityPoolCommand({ IdentityPoolId }));
    },
  },
  onPool('SetIdentityPoolRoles', (IdentityPoolId) =>
    admin.send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles: { authenticated: roleArn('user') } })),
  ),
  onPool('GetIdentityPoolRoles', (IdentityPoolId) => admin.send(new GetIdentityPoolRolesCommand({ IdentityPoolId }))),
  onPool('SetPrincipalTagAttributeMap', (IdentityPoolId) =>
    admin.send(
      new SetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName: amazon, UseDefaults: true }),
    ),
  ),
  onPool('GetPrincipalTagAttributeMap', (IdentityPoolId) =>
    admin.send(new GetPrincipalTagAttributeMapCommand({ IdentityPoolId, IdentityProviderName: amazon })),
  ),
  onPool('TagResource', (poolId) =>
    admin.send(new TagResourceCommand({ ResourceArn: identityPoolArn(poolId), Tags: { team: 'test' } })),
  ),
  onPool('UntagResource', (poolId) =>
    admin.send(new UntagResourceCommand({ ResourceArn: identityPoolArn(poolId), TagKeys: ['nothing'] })),
  ),
  onPool('ListTagsForResource', (poolId) =>
    admin.send(new ListTagsForResourceCommand({ ResourceArn: identityPoolArn(poolId) })),
  ),
];
