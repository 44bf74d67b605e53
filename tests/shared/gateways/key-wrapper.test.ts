import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { createKmsWrapper, type KeyContext } from '#shared/gateways/key-wrapper.ts';
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
