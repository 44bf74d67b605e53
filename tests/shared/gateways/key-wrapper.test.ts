import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readWrapped } from '#shared/domain/sealing/wrapped-key.ts';
import { createKmsWrapper } from '#shared/gateways/key-wrapper.ts';
import type { KeyContext } from '#shared/gateways/wrapping.ts';
import { answering, startService } from './service-stand-in.ts';

const keyId = 'arn:aws:kms:eu-central-1:000000000000:key/1';
const context = { pool: 'eu-central-1_Abc', purpose: 'signing' } as const;

beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
});

const wrapperAt = (endpoint: string) => createKmsWrapper({ keyId, region: 'eu-central-1', endpoint });

/** A service that makes data keys, and opens them for the same key and context. */
const startKms = async () => {
  const keys = new Map<string, string>();
  const service = await startService((response, { headers, body }) => {
    const { CiphertextBlob, KeySpec, ...belonging } = JSON.parse(body);
    const name = (blob: string) => `${blob} ${JSON.stringify(belonging)}`;
    const target = headers['x-amz-target'];
    if (target === 'TrentService.GenerateDataKey' && KeySpec === 'AES_256') {
      const [plain, blob] = [randomBytes(32).toString('base64'), randomBytes(184).toString('base64')];
      keys.set(name(blob), plain);
      return response.end(JSON.stringify({ CiphertextBlob: blob, KeyId: keyId, Plaintext: plain }));
    }
    const plain = target === 'TrentService.Decrypt' ? keys.get(name(CiphertextBlob)) : undefined;
    if (plain) return response.end(JSON.stringify({ KeyId: keyId, Plaintext: plain }));
    return response.writeHead(400).end('{"__type":"InvalidCiphertextException"}');
  });
  onTestFinished(service.stop);
  return service;
};

describe('data keys wrapped by KMS', () => {
  it('unwrap to what they were', async () => {
    const wrapper = wrapperAt((await startKms()).endpoint);
    const { plain, wrapped } = await wrapper.generate(context);
    expect(plain).toHaveLength(32);
    expect(await wrapper.unwrap(wrapped, context)).toEqual(plain);
  });

  it.each<[string, KeyContext]>([
    ['another pool', { ...context, pool: 'eu-central-1_Abd' }],
    ['another purpose', { ...context, purpose: 'general' }],
  ])('do not unwrap for %s', async (_whose, other) => {
    const wrapper = wrapperAt((await startKms()).endpoint);
    const { wrapped } = await wrapper.generate(context);
    await expect(wrapper.unwrap(wrapped, other)).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
  });

  it('are asked for with the pool and the purpose alone as encryption context, by which roles are limited', async () => {
    const { endpoint, received } = await startKms();
    const wrapper = wrapperAt(endpoint);
    const { wrapped } = await wrapper.generate(context);
    await wrapper.unwrap(wrapped, context);
    expect(received.map(({ headers, body }) => [headers['content-type'], JSON.parse(body)])).toEqual([
      ['application/x-amz-json-1.1', { KeyId: keyId, KeySpec: 'AES_256', EncryptionContext: context }],
      [
        'application/x-amz-json-1.1',
        { KeyId: keyId, CiphertextBlob: Buffer.from(wrapped).toString('base64'), EncryptionContext: context },
      ],
    ]);
  });

  it('are not made of an answer that holds none', async () => {
    const { endpoint, stop } = await startService(answering(200, '{}'));
    onTestFinished(stop);
    await expect(wrapperAt(endpoint).generate(context)).rejects.toThrow('KMS gave no Plaintext.');
  });
});

const ownKey = 'arn:aws:kms:eu-central-1:000000000000:key/2';
const otherKey = 'arn:aws:kms:eu-central-1:000000000000:key/3';

/** A service with several keys, some of which fail by the error that is told for them. */
const startKeys = async (failing: Readonly<Record<string, string>> = {}) => {
  const opens = new Map<string, string>();
  const name = (...parts: readonly unknown[]): string => JSON.stringify(parts);
  const service = await startService((response, { headers, body }) => {
    const input = JSON.parse(body);
    const fault = [input.SourceKeyId, input.DestinationKeyId, input.KeyId].flatMap((key) => failing[key] ?? [])[0];
    if (fault) return response.writeHead(400).end(JSON.stringify({ __type: fault }));
    const wrap = (plain: string, key: string, belonging: unknown): string => {
      const blob = randomBytes(184).toString('base64');
      opens.set(name(blob, key, belonging), plain);
      return blob;
    };
    const from = name(
      input.CiphertextBlob,
      input.SourceKeyId ?? input.KeyId,
      input.SourceEncryptionContext ?? input.EncryptionContext,
    );
    const plain =
      headers['x-amz-target'] === 'TrentService.GenerateDataKey' ? randomBytes(32).toString('base64') : opens.get(from);
    if (plain === undefined) return response.writeHead(400).end('{"__type":"InvalidCiphertextException"}');
    if (headers['x-amz-target'] === 'TrentService.Decrypt') return response.end(JSON.stringify({ Plaintext: plain }));
    const [key, belonging] =
      headers['x-amz-target'] === 'TrentService.ReEncrypt'
        ? [input.DestinationKeyId, input.DestinationEncryptionContext]
        : [input.KeyId, input.EncryptionContext];
    const CiphertextBlob = wrap(plain, key, belonging);
    const isShown = headers['x-amz-target'] === 'TrentService.GenerateDataKey';
    return response.end(JSON.stringify({ CiphertextBlob, ...(isShown && { Plaintext: plain }) }));
  });
  onTestFinished(service.stop);
  return service;
};

describe('data keys wrapped by a key of the pool\u2019s owner', () => {
  it('name that key, and unwrap by it', async () => {
    const { endpoint, received } = await startKeys();
    const wrapper = wrapperAt(endpoint);
    const { plain, wrapped } = await wrapper.generate(context, ownKey);
    expect(readWrapped(wrapped).keyArn).toBe(ownKey);
    expect(await wrapper.unwrap(wrapped, context)).toEqual(plain);
    expect(received.map(({ body }) => JSON.parse(body).KeyId)).toEqual([ownKey, ownKey]);
  });

  it('go from key to key and back, and stay the same: nobody sees them meanwhile', async () => {
    const { endpoint, received } = await startKeys();
    const wrapper = wrapperAt(endpoint);
    const { plain, wrapped } = await wrapper.generate(context);
    let last = wrapped;
    for (const key of [ownKey, otherKey, undefined]) {
      last = await wrapper.rewrap(last, context, key);
      expect(readWrapped(last).keyArn).toBe(key);
    }
    expect(received.slice(1).map(({ headers }) => headers['x-amz-target'])).toEqual(
      Array.from({ length: 3 }, () => 'TrentService.ReEncrypt'),
    );
    expect(received.slice(1).map(({ body }) => JSON.parse(body))).toEqual(
      [
        [keyId, ownKey],
        [ownKey, otherKey],
        [otherKey, keyId],
      ].map(([SourceKeyId, DestinationKeyId]) => ({
        CiphertextBlob: expect.any(String),
        SourceKeyId,
        SourceEncryptionContext: context,
        DestinationKeyId,
        DestinationEncryptionContext: context,
      })),
    );
    expect(await wrapper.unwrap(last, context)).toEqual(plain);
  });

  it.each([
    ['AccessDeniedException', 'this deployment has no right to it'],
    ['DisabledException', 'it is disabled'],
    ['InvalidKeyUsageException', 'it is no symmetric key for encryption'],
    ['KMSInvalidStateException', 'its state does not allow it'],
    ['NotFoundException', 'it does not exist'],
  ])('are refused where KMS answers %s', async (fault, reason) => {
    const wrapper = wrapperAt((await startKeys({ [ownKey]: fault })).endpoint);
    const refused = {
      name: 'InvalidParameterException',
      message: `The KMS key of the user pool cannot be used: ${reason}.`,
    };
    const { wrapped } = await wrapper.generate(context);
    await expect(wrapper.generate(context, ownKey)).rejects.toMatchObject(refused);
    await expect(wrapper.rewrap(wrapped, context, ownKey)).rejects.toMatchObject(refused);
  });

  it('are no fault of the pool where the key of the deployment fails', async () => {
    const wrapper = wrapperAt((await startKeys({ [keyId]: 'DisabledException' })).endpoint);
    await expect(wrapper.generate(context)).rejects.toMatchObject({ name: 'DisabledException' });
  });
});
