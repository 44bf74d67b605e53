import { DeleteIdentitiesCommand } from '@aws-sdk/client-cognito-identity';
import { describe, expect, it } from 'vitest';
import {
  describeIdentity,
  getId,
  identityAdmin,
  loginsOf,
  makePoolPair,
  unknownId,
} from '#tests/support/identity-pools.ts';

const remove = async (...IdentityIdsToDelete: string[]) => {
  const { $metadata: _, ...answer } = await identityAdmin().send(new DeleteIdentitiesCommand({ IdentityIdsToDelete }));
  return answer;
};

describe('DeleteIdentities', () => {
  it('deletes identities with their logins, whether they are there or not', async () => {
    const pair = await makePoolPair();
    const logins = await loginsOf(pair);
    const [user, guest] = [await getId(pair.identityPoolId, logins), await getId(pair.identityPoolId)];

    expect(await remove(user, guest, user, unknownId())).toEqual({ UnprocessedIdentityIds: [] });

    for (const id of [user, guest]) {
      await expect(describeIdentity(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    expect(await getId(pair.identityPoolId, logins)).not.toBe(user);
  });

  it('takes one to sixty', async () => {
    await expect(remove()).rejects.toMatchObject({ name: 'InvalidParameterException' });
    const many = Array.from({ length: 61 }, unknownId);
    await expect(remove(...many)).rejects.toMatchObject({ name: 'InvalidParameterException' });
    await expect(remove(...many.slice(1))).resolves.toBeDefined();
  });
});
