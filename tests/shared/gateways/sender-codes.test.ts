import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buildClient, CommitmentPolicy, KmsKeyringNode } from '@aws-crypto/client-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createCodeDecryption, createCodeEncryption } from '#shared/gateways/sender-codes.ts';
import { keyArn, startKms } from '#tests/support/kms-stand-in.ts';

const userPoolId = 'us-east-1_Abc';
const keyId = keyArn('1');
const ownAccount = { accountId: '000000000000', partition: 'aws' };

let kms: Awaited<ReturnType<typeof startKms>>;

// Our client learns of the stand-in by the one, the SDK's own client by the other.
beforeAll(async () => {
  kms = await startKms();
  const deployment = {
    TABLE_NAME: 't',
    GATEHOUSE_ACCOUNT_ID: '0',
    GATEHOUSE_ISSUER_ORIGIN: 'o',
    SEALING_KEY_FILE: 'f',
  };
  const endpoints = { KMS_ENDPOINT: kms.endpoint, AWS_ENDPOINT_URL_KMS: kms.endpoint };
  const credentials = { AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local', AWS_REGION: 'us-east-1' };
  for (const [name, value] of Object.entries({ ...deployment, ...endpoints, ...credentials })) vi.stubEnv(name, value);
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await kms.stop();
});

const aKeyFile = (): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-key-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, 'sender.key');
  writeFileSync(file, randomBytes(32));
  return file;
};

describe('a code for a custom sender', () => {
  it('is decrypted by any client of the Encryption SDK that has the key', async () => {
    const code = await createCodeEncryption({ keyFile: undefined }).encrypt('123456', { userPoolId, keyId });

    const { decrypt } = buildClient(CommitmentPolicy.REQUIRE_ENCRYPT_ALLOW_DECRYPT);
    const keyring = new KmsKeyringNode({ keyIds: [keyId] });
    const { plaintext, messageHeader } = await decrypt(keyring, Buffer.from(code, 'base64'));

    expect(plaintext.toString()).toBe('123456');
    expect(messageHeader.encryptionContext['userpool-id']).toBe(userPoolId);
  });

  it('is in message format 1, signed and without commitment', async () => {
    const code = await createCodeEncryption({ keyFile: undefined }).encrypt('123456', { userPoolId, keyId });
    expect(Buffer.from(code, 'base64').subarray(0, 4).toString('hex')).toBe('01800378');
  });

  it('is encrypted under a new data key each time, asked for in the name of the pool', async () => {
    const before = kms.received.length;
    const codes = createCodeEncryption({ keyFile: undefined });
    const [one, other] = [
      await codes.encrypt('123456', { userPoolId, keyId }),
      await codes.encrypt('123456', { userPoolId, keyId }),
    ];

    expect(one).not.toBe(other);
    const received = kms.received.slice(before);
    expect(received.map(({ headers }) => headers['x-amz-target'])).toEqual([
      'TrentService.GenerateDataKey',
      'TrentService.GenerateDataKey',
    ]);
    expect(JSON.parse(received[0]?.body ?? '')).toMatchObject({
      KeyId: keyId,
      EncryptionContext: { 'userpool-id': userPoolId },
    });
  });

  it('is decrypted by the keys of the account alone, for the pool alone', async () => {
    const code = await createCodeEncryption({ keyFile: undefined }).encrypt('123456', { userPoolId, keyId });
    const codes = createCodeDecryption({ keyFile: undefined, ...ownAccount });

    expect(await codes.decrypt(code, { userPoolId })).toBe('123456');
    await expect(codes.decrypt(code, { userPoolId: 'us-east-1_Abd' })).rejects.toThrow('for another user pool');
    const strangers = createCodeDecryption({ keyFile: undefined, ...ownAccount, accountId: '111111111111' });
    await expect(strangers.decrypt(code, { userPoolId })).rejects.toThrow();
  });

  it('needs no KMS where a key file stands in for it', async () => {
    const keyFile = aKeyFile();
    const code = await createCodeEncryption({ keyFile }).encrypt('123456', { userPoolId, keyId });

    expect(await createCodeDecryption({ keyFile, ...ownAccount }).decrypt(code, { userPoolId })).toBe('123456');
    const others = createCodeDecryption({ keyFile: aKeyFile(), ...ownAccount });
    await expect(others.decrypt(code, { userPoolId })).rejects.toThrow();
  });

  it('is nothing once a byte of it is another', async () => {
    const keyFile = aKeyFile();
    const bytes = Buffer.from(
      await createCodeEncryption({ keyFile }).encrypt('123456', { userPoolId, keyId }),
      'base64',
    );
    bytes.writeUInt8((bytes.at(-120) ?? 0) ^ 1, bytes.length - 120);
    const codes = createCodeDecryption({ keyFile, ...ownAccount });
    await expect(codes.decrypt(bytes.toString('base64'), { userPoolId })).rejects.toThrow();
  });
});
