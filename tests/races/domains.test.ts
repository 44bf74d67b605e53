import { DeleteUserPoolCommand, DescribeUserPoolDomainCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { aPrefix, createDomain, domainsOf } from '#tests/support/domains.ts';
import { makePool } from '#tests/support/pools.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const ownerOf = async (Domain: string): Promise<string | undefined> => {
  const { DomainDescription } = await adminClient().send(new DescribeUserPoolDomainCommand({ Domain }));
  return DomainDescription?.UserPoolId;
};

describe('domains that are made at once', () => {
  it('are one for one name', async () => {
    const pools = await Promise.all(Array.from({ length: 6 }, () => makePool()));
    const prefix = aPrefix();

    const answers = await Promise.allSettled(pools.map(({ poolId }) => createDomain(poolId, prefix)));

    expect(answers.filter(isDone)).toHaveLength(1);
    const owners: string[] = [];
    for (const { poolId } of pools) if ((await domainsOf(poolId)).Domain === prefix) owners.push(poolId);
    expect(owners).toEqual([await ownerOf(prefix)]);
  });

  it('are one for one pool, and the other names stay free', async () => {
    const { poolId } = await makePool();
    const prefixes = Array.from({ length: 6 }, aPrefix);

    const answers = await Promise.allSettled(prefixes.map((prefix) => createDomain(poolId, prefix)));

    expect(answers.filter(isDone)).toHaveLength(1);
    const taken: string[] = [];
    for (const prefix of prefixes) if (await ownerOf(prefix)) taken.push(prefix);
    expect(taken).toEqual([(await domainsOf(poolId)).Domain]);
  });

  it('belong to no pool that is gone', async () => {
    const pools = await Promise.all(Array.from({ length: 4 }, () => makePool()));
    for (const { poolId: UserPoolId } of pools) {
      const prefix = aPrefix();

      const [made, deleted] = await Promise.allSettled([
        createDomain(UserPoolId, prefix),
        adminClient().send(new DeleteUserPoolCommand({ UserPoolId })),
      ]);

      expect([made, deleted].filter(isDone)).toHaveLength(1);
      expect(await ownerOf(prefix)).toBe(isDone(made) ? UserPoolId : undefined);
    }
  });
});
