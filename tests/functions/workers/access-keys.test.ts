import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const make = async (payload: object = {}): Promise<{ accessKeyId: string; secretAccessKey: string }> => {
  const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', payload);
  return { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
};

const clientWith = (credentials: { accessKeyId: string; secretAccessKey: string }) => {
  const { endpoint, region } = stack();
  return new CognitoIdentityProviderClient({ endpoint, region, maxAttempts: 1, credentials });
};

describe('CreateAccessKey', () => {
  it('makes a pair that signs', async () => {
    const pair = await make();

    expect(pair.accessKeyId).toMatch(/^GATE[A-Z2-7]{16}$/);
    expect(pair.secretAccessKey).toMatch(/^[A-Za-z0-9_-]{40}$/);
    await expect(clientWith(pair).send(new ListUserPoolsCommand({ MaxResults: 1 }))).resolves.toBeDefined();
  });

  it('stores the secret sealed', async () => {
    const { accessKeyId, secretAccessKey } = await make();

    const [item] = await itemsAbout(accessKeyId);

    expect(JSON.stringify(item)).not.toContain(secretAccessKey);
    expect(JSON.stringify(item)).not.toContain(Buffer.from(secretAccessKey).join(','));
  });

  it('limits what a pair may do, and to what', async () => {
    const [mine, other] = await Promise.all([makePool(), makePool()]);
    const client = clientWith(await make({ actions: ['Describe*'], pools: [mine.poolId] }));

    const describePool = (UserPoolId: string) => client.send(new DescribeUserPoolCommand({ UserPoolId }));

    await expect(describePool(mine.poolId)).resolves.toBeDefined();
    await expect(describePool(other.poolId)).rejects.toMatchObject({ name: 'AccessDeniedException' });
    await expect(client.send(new CreateUserPoolCommand({ PoolName: 'test' }))).rejects.toMatchObject({
      name: 'AccessDeniedException',
      message: expect.stringContaining('is not authorized to perform: cognito-idp:CreateUserPool on resource: *'),
    });
  });

  it('takes a given pair in, also again', async () => {
    const { accessKeyId } = await make();
    const given = { accessKeyId, secretAccessKey: 'a-secret-that-was-made-in-another-place-' };

    expect(await make(given)).toEqual(given);

    await expect(clientWith(given).send(new ListUserPoolsCommand({ MaxResults: 1 }))).resolves.toBeDefined();
  });

  it.each([
    [{ accessKeyId: 'GATEWITHOUTASECRET' }],
    [{ secretAccessKey: 'a-secret-that-was-made-in-another-place-' }],
    [{ accessKeyId: 'short', secretAccessKey: 'a-secret-that-was-made-in-another-place-' }],
    [{ actions: [] }],
    [{ pool: 'us-east-1_x' }],
  ])('refuses the payload %j without repeating it', async (payload) => {
    const refused = await make(payload).catch((error: Error) => error.message);

    expect(refused).toMatch(/^The payload is not valid: see /);
    expect(refused).not.toContain('a-secret');
  });
});

describe('DisableAccessKey', () => {
  it('makes a pair sign no more', async () => {
    const pair = await make();

    expect(await callWorker('DisableAccessKey', { accessKeyId: pair.accessKeyId })).toEqual({
      accessKeyId: pair.accessKeyId,
      enabled: false,
    });

    await expect(clientWith(pair).send(new ListUserPoolsCommand({ MaxResults: 1 }))).rejects.toMatchObject({
      name: 'UnrecognizedClientException',
    });
  });

  it('leaves a pair off that is off', async () => {
    const { accessKeyId } = await make();

    const off = { accessKeyId, enabled: false };
    expect(await callWorker('DisableAccessKey', { accessKeyId })).toEqual(off);
    expect(await callWorker('DisableAccessKey', { accessKeyId })).toEqual(off);
  });

  it('never brings back what is replaced at the same moment', async () => {
    const { accessKeyId } = await make();
    for (let round = 0; round < 20; round++) {
      const given = { accessKeyId, secretAccessKey: 'a-secret-that-was-made-in-another-place-' };
      const disable = () => callWorker('DisableAccessKey', { accessKeyId });

      await Promise.all([disable(), disable(), make({ ...given, actions: [`Round${round}`] }), disable(), disable()]);

      const [item] = await itemsAbout(accessKeyId);
      expect(item).toHaveProperty('data.policy.actions', [`Round${round}`]);
    }
  });

  it('knows no pair that was never made', async () => {
    await expect(callWorker('DisableAccessKey', { accessKeyId: 'GATENOSUCHKEYATALL22' })).rejects.toThrow(
      'There is no access key GATENOSUCHKEYATALL22.',
    );
  });
});
