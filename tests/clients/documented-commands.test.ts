import { describe, expect, it } from 'vitest';
import { hasCli, runPage } from '#tests/support/console-page.ts';
import { makePool } from '#tests/support/pools.ts';
import { stack } from '#tests/support/stack.ts';

// The AWS CLI takes half a second to start, and the first page has some thirty commands.
describe.skipIf(!hasCli())('a page shows what its commands answer', () => {
  it.each([
    ['docs/administration.md', 20],
    ['docs/alb-and-api-gateway.md', 2],
    ['docs/coming-from-emulators.md', 15],
    ['docs/identity-pools.md', 12],
    ['docs/machine-tokens.md', 12],
    ['docs/mcp.md', 5],
  ])('%s', async (file, atLeast) => {
    const { poolId, clientId } = await makePool({ AutoVerifiedAttributes: ['email'] });
    const { endpoint: ORIGIN, env } = stack();
    const variables = { POOL: poolId, CLIENT: clientId, ORIGIN, STS: env.STS_ENDPOINT ?? '' };
    const { told, found } = await runPage(file, variables);
    expect(told.length).toBeGreaterThan(atLeast);
    expect(found).toEqual(told);
  });
});
