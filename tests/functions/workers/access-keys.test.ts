import {
  CognitoIdentityProviderClient,
  CreateUserPoolCommand,
  DescribeUserPoolCommand,
  ListUserPoolsCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { newAccessKeyId } from '#shared/domain/access-keys/access-key.ts';
import { recordsOf } from '#tests/support/audit-trail.ts';
import { makePool } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { stack } from '#tests/support/stack.ts';
import { callWorker } from '#tests/support/workers.ts';

const make = async (payload: object = {}): Promise<{ accessKeyId: string; secretAccessKey: string }> => {
  const { accessKeyId, secretAccessKey } = await callWorker('CreateAccessKey', payload);
  return { accessKeyId: String(accessKeyId), secretAccessKey: String(secretAccessKey) };
};

// The one record of a call that tells `text`: of a key, or of a text that only that call had.
const recordOf = async (eventName: string, text: string): Promise<object> => {
  const isMeant = (record: { readonly eventName: string }): boolean =>
    record.eventName === eventName && JSON.stringify(record).includes(text);
  const [record = {}, ...more] = await recordsOf(stack().trailFile, isMeant);
  expect(more).toEqual([]);
  return record;
};

const hidden = 'HIDDEN_DUE_TO_SECURITY_REASONS';

// What is the same in each record of these functions.
const usual = {
  eventVersion: '1.10',
  userIdentity: { type: 'Unknown', accountId: '000000000000' },
  eventTime: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
  eventSource: 'cognito-idp.amazonaws.com',
  awsRegion: 'us-east-1',
  sourceIPAddress: 'lambda.amazonaws.com',
  userAgent: '',
  requestID: expect.stringMatching(/^[\da-f-]{36}$/),
  eventID: expect.stringMatching(/^[\da-f-]{36}$/),
  readOnly: false,
  eventType: 'AwsApiCall',
  managementEvent: true,
  recipientAccountId: '000000000000',
  eventCategory: 'Management',
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

  it('leaves a record without the secret, of a new pair as of a given one', async () => {
    const pool = 'us-east-1_OnTheTrail';
    const { accessKeyId, secretAccessKey } = await make({ actions: ['Describe*', 'ListUsers'], pools: [pool] });
    const policy = { actions: ['Describe*', 'ListUsers'], pools: [pool] };
    const settings = { id: accessKeyId, secret: hidden, policy, enabled: true, createdAt: expect.any(Number) };
    const record = await recordOf('CreateAccessKey', accessKeyId);
    expect(record).toEqual({
      ...usual,
      eventName: 'CreateAccessKey',
      requestParameters: policy,
      responseElements: { accessKeyId, secretAccessKey: hidden, enabled: true },
      additionalEventData: { changes: [{ type: 'AccessKey', id: accessKeyId, change: 'created', settings }] },
    });

    const given = { accessKeyId: newAccessKeyId(), secretAccessKey: 'a-secret-that-is-kept-in-another-place-' };
    await make({ ...given, secretAccessKey: `${given.secretAccessKey}x` });
    const imported = await recordOf('CreateAccessKey', given.accessKeyId);
    expect(imported).toMatchObject({
      requestParameters: { accessKeyId: given.accessKeyId, secretAccessKey: hidden, actions: ['*'], pools: ['*'] },
      responseElements: { accessKeyId: given.accessKeyId, secretAccessKey: hidden, enabled: true },
    });

    const told = JSON.stringify([record, imported]);
    expect(told).not.toContain(secretAccessKey);
    expect(told).not.toContain(given.secretAccessKey);
  });

  it('leaves a record of a refusal, with no value of the payload', async () => {
    const nobody = `Nobody${newAccessKeyId()}`;
    const payload = { secretAccessKey: 'a-secret-that-is-known-to-nobody-at-all-', [nobody]: true };
    await expect(make(payload)).rejects.toThrow(nobody);

    const record = await recordOf('CreateAccessKey', nobody);
    expect(record).toEqual({
      ...usual,
      eventName: 'CreateAccessKey',
      errorCode: 'InvalidParameterException',
      errorMessage: `The payload is not valid: see ${nobody}.`,
      requestParameters: null,
      responseElements: null,
    });
    expect(JSON.stringify(record)).not.toContain('a-secret');
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

  it('leaves a record of what became of the pair', async () => {
    const { accessKeyId, secretAccessKey } = await make();
    await callWorker('DisableAccessKey', { accessKeyId });

    const record = await recordOf('DisableAccessKey', accessKeyId);
    expect(record).toEqual({
      ...usual,
      eventName: 'DisableAccessKey',
      requestParameters: { accessKeyId },
      responseElements: { accessKeyId, enabled: false },
      additionalEventData: {
        changes: [
          {
            type: 'AccessKey',
            id: accessKeyId,
            change: 'changed',
            differences: [{ path: 'enabled', from: true, to: false }],
          },
        ],
      },
    });
    expect(JSON.stringify(record)).not.toContain(secretAccessKey);
  });

  it('leaves a record of a refusal', async () => {
    const accessKeyId = newAccessKeyId();
    const errorMessage = `There is no access key ${accessKeyId}.`;
    await expect(callWorker('DisableAccessKey', { accessKeyId })).rejects.toThrow(errorMessage);

    expect(await recordOf('DisableAccessKey', accessKeyId)).toEqual({
      ...usual,
      eventName: 'DisableAccessKey',
      errorCode: 'ResourceNotFoundException',
      errorMessage,
      requestParameters: { accessKeyId },
      responseElements: null,
    });
  });

  it('knows no pair that was never made', async () => {
    await expect(callWorker('DisableAccessKey', { accessKeyId: 'GATENOSUCHKEYATALL22' })).rejects.toThrow(
      'There is no access key GATENOSUCHKEYATALL22.',
    );
  });
});
