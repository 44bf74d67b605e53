import {
  DeleteUserPoolClientCommand,
  DescribeUserPoolClientCommand,
  GetUserCommand,
  ListTermsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient, publicClient } from '#tests/support/clients.ts';
import { makeClient, makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { makeTerms } from '#tests/support/terms.ts';
import { makePoolWithPages, png, setUICustomization } from '#tests/support/ui-customization.ts';

const remove = (UserPoolId: string, ClientId: string) =>
  adminClient().send(new DeleteUserPoolClientCommand({ UserPoolId, ClientId }));

describe('DeleteUserPoolClient', () => {
  it('deletes the client and what it gave, and keeps the users', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    const user = await makeUser(pool);
    const { AccessToken } = await signIn(pool, user);

    await remove(pool.poolId, pool.clientId);

    const gone = { name: 'ResourceNotFoundException', message: `User pool client ${pool.clientId} does not exist.` };
    await expect(
      adminClient().send(new DescribeUserPoolClientCommand({ UserPoolId: pool.poolId, ClientId: pool.clientId })),
    ).rejects.toMatchObject(gone);
    await expect(signIn(pool, user)).rejects.toMatchObject(gone);
    await expect(publicClient().send(new GetUserCommand({ AccessToken }))).rejects.toMatchObject(gone);
    await expect(signIn(other, user)).resolves.toBeDefined();
  });

  it('deletes its terms, and none of other clients', async () => {
    const pool = await makePool();
    const other = { ...pool, ...(await makeClient(pool.poolId)) };
    for (const TermsName of ['terms-of-use', 'privacy-policy']) await makeTerms(pool, { TermsName });
    const kept = await makeTerms(other);

    await remove(pool.poolId, pool.clientId);

    const { Terms = [] } = await adminClient().send(new ListTermsCommand({ UserPoolId: pool.poolId }));
    expect(Terms.map(({ TermsId }) => TermsId)).toEqual([kept.TermsId]);
    const items = await itemsAbout(`TERMS#${pool.poolId}`);
    expect(items.find(({ sk }) => sk === 'COUNT')).toMatchObject({ count: 1 });
  });

  it('deletes how its pages look, and not how others look', async () => {
    const { poolId, clientId: ClientId } = await makePoolWithPages();
    for (const of of [{ ClientId }, {}]) await setUICustomization(poolId, { ...of, ImageFile: png });
    expect(await itemsAbout(`UI#${poolId}`)).toHaveLength(4);

    await remove(poolId, ClientId);

    const left = await itemsAbout(`UI#${poolId}`);
    expect(left.map(({ sk }) => sk).sort()).toEqual(['C#ALL', 'I#ALL']);
  });

  it('deletes no client of another pool, and none twice', async () => {
    const [one, other] = await Promise.all([makePool(), makePool()]);

    await expect(remove(one.poolId, other.clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    await remove(one.poolId, one.clientId);
    await expect(remove(one.poolId, one.clientId)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
