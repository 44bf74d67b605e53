import { DeleteResourceServerCommand, ListResourceServersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { makeResourceServer } from '#tests/support/resource-servers.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

const countIn = async (poolId: string): Promise<unknown> => {
  const items = await itemsAbout(`RESOURCE_SERVERS#${poolId}`);
  return items.find(({ sk }) => sk === 'COUNT')?.count;
};

describe('administrators who make resource servers at once', () => {
  it('make one identifier once', async () => {
    const pool = await makePool();

    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => makeResourceServer(pool, 'shop')));

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(await countIn(pool.poolId)).toBe(1);
  });

  it('make no more than there may be', async () => {
    const pool = await makePool();
    for (let index = 0; index < 23; index++) await makeResourceServer(pool, `server-${index}`);

    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_none, index) => makeResourceServer(pool, `more-${index}`)),
    );

    expect(answers.filter(isDone)).toHaveLength(2);
    const { ResourceServers } = await adminClient().send(new ListResourceServersCommand({ UserPoolId: pool.poolId }));
    expect(ResourceServers).toHaveLength(25);
  });

  it('delete one once', async () => {
    const pool = await makePool();
    for (const name of ['a', 'b']) await makeResourceServer(pool, name);
    const one = { UserPoolId: pool.poolId, Identifier: 'a' };

    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, () => adminClient().send(new DeleteResourceServerCommand(one))),
    );

    expect(answers.filter(isDone)).toHaveLength(1);
    expect(await countIn(pool.poolId)).toBe(1);
  });
});
