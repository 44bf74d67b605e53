import { GetIdentityPoolRolesCommand, SetIdentityPoolRolesCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import { identityAdmin, makeIdentityPool, roleArn, unknownId } from '#tests/support/identity-pools.ts';

const get = (IdentityPoolId: string) => identityAdmin().send(new GetIdentityPoolRolesCommand({ IdentityPoolId }));

describe('GetIdentityPoolRoles', () => {
  it('gives the roles that were set, and none before', async () => {
    const IdentityPoolId = await makeIdentityPool();
    const { $metadata: _, ...none } = await get(IdentityPoolId);
    expect(none).toEqual({ IdentityPoolId });

    const Roles = { unauthenticated: roleArn('guests') };
    await identityAdmin().send(new SetIdentityPoolRolesCommand({ IdentityPoolId, Roles }));
    expect(await get(IdentityPoolId)).toMatchObject({ IdentityPoolId, Roles });
  });

  it('knows no pool that is not there', async () => {
    await expect(get(unknownId())).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
