import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { KMS } from '#shared/gateways/kms-client.ts';
import { keyArn, startKms } from '#tests/support/kms-stand-in.ts';
import { answering, startService } from './service-stand-in.ts';

const KeyId = keyArn('1');
const EncryptionContext = { 'userpool-id': 'us-east-1_Abc' };

beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID ??= 'local';
  process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
});

const kms = async () => {
  const service = await startKms();
  onTestFinished(service.stop);
  return { client: new KMS({ region: 'us-east-1', endpoint: service.endpoint }), received: service.received };
};

describe('the KMS client that bundles carry', () => {
  it('states its region, which the Encryption SDK asks for', async () => {
    expect((await kms()).client.config).toEqual({ region: 'us-east-1' });
  });

  it('makes data keys as long as they are asked for, and decrypts them again', async () => {
    const { client } = await kms();
    const made = await client.generateDataKey({ KeyId, EncryptionContext, NumberOfBytes: 16 });
    const { CiphertextBlob, Plaintext } = made;

    expect(made.KeyId).toBe(KeyId);
    expect(Plaintext).toHaveLength(16);
    expect(await client.decrypt({ KeyId, EncryptionContext, CiphertextBlob })).toEqual({ KeyId, Plaintext });
  });

  it('encrypts what is there', async () => {
    const { client } = await kms();
    const Plaintext = randomBytes(32);
    const { CiphertextBlob } = await client.encrypt({ KeyId, EncryptionContext, Plaintext });

    expect(await client.decrypt({ KeyId, EncryptionContext, CiphertextBlob })).toEqual({ KeyId, Plaintext });
  });

  it('sends what it is given, bytes as base64', async () => {
    const { client, received } = await kms();
    await client.encrypt({ KeyId, EncryptionContext, GrantTokens: ['grant'], Plaintext: Buffer.from('plain') });

    expect(received[0]?.headers['x-amz-target']).toBe('TrentService.Encrypt');
    expect(JSON.parse(received[0]?.body ?? '')).toEqual({
      KeyId,
      EncryptionContext,
      GrantTokens: ['grant'],
      Plaintext: Buffer.from('plain').toString('base64'),
    });
  });

  it('throws what KMS answers', async () => {
    const { client } = await kms();
    const CiphertextBlob = randomBytes(100);
    await expect(client.decrypt({ KeyId, EncryptionContext, CiphertextBlob })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  it('takes no data key of an answer that does not say whose it is', async () => {
    const { endpoint, stop } = await startService(answering(200, '{"Plaintext":"AA==","CiphertextBlob":"AA=="}'));
    onTestFinished(stop);
    const client = new KMS({ region: 'us-east-1', endpoint });
    await expect(client.generateDataKey({ KeyId, NumberOfBytes: 32 })).rejects.toThrow('KMS gave no KeyId.');
  });
});
