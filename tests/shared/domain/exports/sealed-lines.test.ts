import { CompactEncrypt, exportJWK, generateKeyPair } from 'jose';
import { describe, expect, it } from 'vitest';
import { toRecipient } from '#shared/domain/exports/recipient.ts';
import { isSealedLine, openLines, sealLines, toPrivateKey } from '#shared/domain/exports/sealed-lines.ts';

const pair = async (alg: string, crv?: string) => {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true, ...(crv && { crv }) });
  return { publicKey: await exportJWK(publicKey), privateJwk: await exportJWK(privateKey), privateKey };
};

const place = { export: 'export-1', portion: 7 };

describe('sealed lines', () => {
  it.each([
    ['ECDH-ES+A256KW', 'P-256'],
    ['ECDH-ES+A256KW', 'P-384'],
    ['ECDH-ES+A256KW', 'P-521'],
    ['ECDH-ES+A256KW', 'X25519'],
    ['RSA-OAEP-256', undefined],
  ])('open with the private key alone, of %s %s', async (alg, crv) => {
    const { publicKey, privateJwk } = await pair(alg, crv);
    const other = await pair(alg, crv);

    const line = await sealLines(await toRecipient({ ...publicKey, kid: 'mine' }), ['{"a":1}', '{"b":"é"}'], place);

    expect(isSealedLine(line)).toBe(true);
    expect(await openLines(await toPrivateKey(privateJwk), line)).toEqual({ lines: ['{"a":1}', '{"b":"é"}'], place });
    expect(await openLines(other.privateKey, line)).toBeUndefined();
  });

  it('are not opened where something of them was changed', async () => {
    const { publicKey, privateKey } = await pair('ECDH-ES+A256KW');
    const parts = (await sealLines(await toRecipient({ ...publicKey }), ['{}'], place)).split('.');
    const header = JSON.parse(Buffer.from(parts[0] ?? '', 'base64url').toString());
    const moved = Buffer.from(JSON.stringify({ ...header, portion: 8 })).toString('base64url');

    expect(await openLines(privateKey, parts.with(0, moved).join('.'))).toBeUndefined();
    for (const at of parts.keys()) {
      expect(await openLines(privateKey, parts.with(at, `${parts[at]}A`).join('.'))).toBeUndefined();
    }
  });

  it('are not inflated, nor taken with a number but no export', async () => {
    const { publicKey, privateKey } = await pair('ECDH-ES+A256KW');
    const { key } = await toRecipient({ ...publicKey });
    const sealed = (header: object): Promise<string> =>
      new CompactEncrypt(Buffer.alloc(1_000_000))
        .setProtectedHeader({ alg: 'ECDH-ES+A256KW', enc: 'A256GCM', ...header })
        .encrypt(key);

    expect(await openLines(privateKey, await sealed({}))).toBeDefined();
    expect(await openLines(privateKey, await sealed({ zip: 'DEF' }))).toBeUndefined();
    expect(await openLines(privateKey, await sealed({ portion: 1 }))).toBeUndefined();
    expect(await openLines(privateKey, await sealed({ export: 'export-1', portion: 0 }))).toBeUndefined();
  });
});

describe('a recipient', () => {
  it('is a public key, and keeps nothing else of what was given', async () => {
    const { publicKey } = await pair('ECDH-ES+A256KW');

    expect(await toRecipient({ ...publicKey, use: 'enc', note: 'x' })).toEqual({
      key: publicKey,
      alg: 'ECDH-ES+A256KW',
    });
  });

  it.each([
    ['has members that are no text', { kid: { a: 1 } }],
    ['has a name that is too long', { kid: 'k'.repeat(5000) }],
    ['has half a point', { y: undefined }],
  ])('is none where the key %s', async (_what, spoiled) => {
    const { publicKey } = await pair('ECDH-ES+A256KW');

    await expect(toRecipient({ ...publicKey, ...spoiled })).rejects.toMatchObject({
      name: 'InvalidParameterException',
      message: 'PublicKey is not a valid JWK.',
    });
  });
});
