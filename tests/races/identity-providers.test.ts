import { describe, expect, it } from 'vitest';
import { makeProvider } from '#tests/support/identity-providers.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';

const isDone = ({ status }: PromiseSettledResult<unknown>): boolean => status === 'fulfilled';

describe('administrators who make identity providers at once', () => {
  it('make one name once', async () => {
    const pool = await makePool();
    const answers = await Promise.allSettled(Array.from({ length: 6 }, () => makeProvider(pool)));
    expect(answers.filter(isDone)).toHaveLength(1);
    const items = await itemsAbout(`PROVIDERS#${pool.poolId}`);
    expect(items.find(({ sk }) => sk === 'COUNT')?.count).toBe(1);
  });

  it('give one identifier once', async () => {
    const pool = await makePool();
    const answers = await Promise.allSettled(
      Array.from({ length: 6 }, (_none, index) =>
        makeProvider(pool, { ProviderName: `Provider${index}`, IdpIdentifiers: ['example.com'] }),
      ),
    );
    expect(answers.filter(isDone)).toHaveLength(1);
  });
});
