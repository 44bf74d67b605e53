import { afterAll, describe, expect, it } from 'vitest';
import { configure, makeOperatorPools } from '#tests/support/operators.ts';
import { callOwnUnsigned } from '#tests/support/own-operations.ts';
import { makeClient } from '#tests/support/pools.ts';

afterAll(() => configure());

describe('GetOperatorSignIn', () => {
  it('tells everybody by which app client operators sign in, and nothing else about them', async () => {
    const { operators, configuration } = await makeOperatorPools();
    const { clientId: ClientId } = await makeClient(operators.poolId);
    await configure({ ...configuration, ClientIds: [ClientId, operators.clientId] });
    // Answers may be ten seconds old.
    await expect
      .poll(() => callOwnUnsigned('GetOperatorSignIn', {}))
      .toEqual({ UserPoolId: operators.poolId, ClientId });
  });

  it('tells nothing where nobody operates the deployment', async () => {
    await configure();
    await expect.poll(() => callOwnUnsigned('GetOperatorSignIn', {})).toEqual({});
  });
});
