import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createStartFunction } from '#shared/gateways/function-start.ts';
import { createCodeDecryption, createCodeEncryption } from '#shared/gateways/sender-codes.ts';
import { createWorkers } from '#shared/gateways/workers.ts';
import { createDeliverOrder } from '#shared/services/messages/custom-delivery.ts';
import { createCustomSenders } from '#shared/services/messages/custom-senders.ts';
import type { Message } from '#shared/services/messages/messages.ts';
import { createSealing } from '#shared/services/sealing/create-sealing.ts';
import { answering, type Behaviour, startService } from '#tests/shared/gateways/service-stand-in.ts';
import { permit } from '#tests/shared/services/messages/permit.ts';
import { ada, arn, occasion } from '#tests/shared/services/triggers/occasions.ts';

const region = 'us-east-1';
const sender = { functionArn: arn('sender'), keyId: 'arn:aws:kms:us-east-1:000000000000:key/1' };

beforeAll(() => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
});

const sealingUnder = (dataKey: Uint8Array) =>
  createSealing({
    wrapper: {
      generate: async () => ({ plain: dataKey, wrapped: dataKey }),
      unwrap: async () => dataKey,
    },
    deploymentKey: async () => dataKey,
  });

const message = (more: Partial<Message> = {}): Message => ({
  ...occasion({}),
  source: 'CustomMessage_SignUp',
  user: ada,
  attribute: 'email',
  destination: 'new@example.com',
  secret: '731942',
  permit,
  ...more,
});

const aKeyFile = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'sender.key');
  writeFileSync(file, randomBytes(32));
  return file;
};

const started = async (behaviour: Behaviour) => {
  const lambda = await startService(behaviour);
  onTestFinished(lambda.stop);
  return lambda;
};

/** The payload with which the worker is started for a message. */
const handedOver = async (dataKey: Uint8Array, given: Message) => {
  const lambda = await started(answering(202, ''));
  const workers = createWorkers({ region, endpoint: lambda.endpoint, prefix: 'gatehouse-test-' });
  await createCustomSenders({ sealing: sealingUnder(dataKey), workers }).handOver(given, sender);
  const [call] = lambda.received;
  if (!call) throw new Error('Nothing was handed over.');
  return call;
};

const toSealedOrder = (body: string) => {
  const { userPoolId, dataKey, order } = JSON.parse(body);
  return { userPoolId, dataKey: Buffer.from(dataKey, 'base64'), order: Buffer.from(order, 'base64') };
};

const delivering = (dataKey: Uint8Array, endpoint: string, keyFile: string) =>
  createDeliverOrder({
    sealing: sealingUnder(dataKey),
    codes: createCodeEncryption({ keyFile }),
    start: createStartFunction({ region, endpoint }),
  });

describe('a message for a custom sender', () => {
  it('is handed to the worker without anybody waiting, and nobody in between can read it', async () => {
    const { path: called, headers, body } = await handedOver(randomBytes(32), message());

    expect(called).toContain('gatehouse-test-SendThroughCustomSender');
    expect(headers['x-amz-invocation-type']).toBe('Event');
    for (const secret of ['731942', 'new@example.com', 'ada']) {
      expect(body).not.toContain(secret);
      expect(body).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
    }
  });

  it('becomes an event for the function, with the code encrypted', async () => {
    const dataKey = randomBytes(32);
    const clientMetadata = { from: 'app' };
    const { body } = await handedOver(dataKey, message({ clientMetadata }));
    const lambda = await started(answering(202, ''));
    const keyFile = aKeyFile();

    await delivering(dataKey, lambda.endpoint, keyFile)(toSealedOrder(body));

    const [call] = lambda.received;
    expect(decodeURIComponent(call?.path ?? '')).toContain(sender.functionArn);
    expect(call?.headers['x-amz-invocation-type']).toBe('Event');
    const event = JSON.parse(call?.body ?? '');
    expect(event).toEqual({
      version: '1',
      triggerSource: 'CustomEmailSender_SignUp',
      region,
      userPoolId: 'us-east-1_EXAMPLE01',
      userName: 'ada',
      callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: '1example23456789' },
      request: {
        type: 'customEmailSenderRequestV1',
        code: expect.any(String),
        clientMetadata,
        userAttributes: {
          sub: ada.sub,
          'cognito:user_status': 'CONFIRMED',
          email: 'new@example.com',
          email_verified: 'true',
        },
      },
    });
    const codes = createCodeDecryption({ keyFile, accountId: '000000000000', partition: 'aws' });
    expect(await codes.decrypt(event.request.code, event)).toBe('731942');
  });

  it('is delivered only as the deployment sealed it', async () => {
    const { body } = await handedOver(randomBytes(32), message());
    const lambda = await started(answering(202, ''));
    const deliver = delivering(randomBytes(32), lambda.endpoint, aKeyFile());

    await expect(deliver(toSealedOrder(body))).rejects.toThrow('The order was not sealed by this deployment.');
    expect(lambda.received).toEqual([]);
  });

  it('is tried again by the worker where the function can not be called', async () => {
    const dataKey = randomBytes(32);
    const { body } = await handedOver(dataKey, message());
    const lambda = await started(answering(404, '{}', { 'x-amzn-errortype': 'ResourceNotFoundException' }));
    const deliver = delivering(dataKey, lambda.endpoint, aKeyFile());

    await expect(deliver(toSealedOrder(body))).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  });
});
