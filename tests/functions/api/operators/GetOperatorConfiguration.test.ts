import { afterAll, describe, expect, it } from 'vitest';
import { configure, makeOperatorPools } from '#tests/support/operators.ts';
import { callOwn, callOwnUnsigned } from '#tests/support/own-operations.ts';

afterAll(() => configure());

describe('GetOperatorConfiguration', () => {
  it('tells who operates the deployment, and nothing where nobody does', async () => {
    const { configuration } = await makeOperatorPools();
    expect(await callOwn('GetOperatorConfiguration', {})).toEqual({ OperatorConfiguration: configuration });

    await configure();
    expect(await callOwn('GetOperatorConfiguration', {})).toEqual({});
  });

  it('takes no request that is not signed', async () => {
    await expect(callOwnUnsigned('GetOperatorConfiguration', {})).rejects.toMatchObject({
      name: 'MissingAuthenticationTokenException',
    });
  });
});
