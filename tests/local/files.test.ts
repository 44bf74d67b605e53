import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, utimesSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Files, startFiles } from '#local/files/files.ts';
import { freePort } from '#local/ports.ts';
import { usualLimits } from '#local/serving/limits.ts';
import { createObjects, type Objects } from '#shared/gateways/objects.ts';
import { rawConnection } from '#tests/support/raw-connection.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'a secret' };
const bucket = 'gatehouse-files';
const aRange = { name: 'range', value: 'bytes=1-2' };

const sse = { 'x-amz-server-side-encryption': 'aws:kms' };
const put = (url: string, body: string, headers: Record<string, string> = sse) =>
  fetch(url, { method: 'PUT', headers, body });

const read = async (objects: Objects, key: string, fromByte = 0): Promise<Buffer | undefined> => {
  const found = await objects.read(key, fromByte);
  if (!found) return undefined;
  const chunks: Uint8Array[] = [];
  for await (const chunk of found.body) chunks.push(chunk);
  return Buffer.concat(chunks);
};

describe('the store of files', () => {
  const directory = mkdtempSync(path.join(tmpdir(), 'gatehouse-files-'));
  let files: Files;
  let objects: Objects;

  beforeAll(async () => {
    files = await startFiles({ port: await freePort(), directory, credentials });
    objects = createObjects({ region: 'us-east-1', bucket, endpoint: files.url });
  });
  afterAll(async () => {
    await files.stop();
    rmSync(directory, { recursive: true });
  });
  beforeEach(() => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', credentials.accessKeyId);
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', credentials.secretAccessKey);
    vi.stubEnv('AWS_SESSION_TOKEN', undefined);
  });
  afterEach(() => {
    vi.unstubAllEnvs();
    vi.useRealTimers();
  });

  it('keeps what is put, gives it from any byte on, and forgets it', async () => {
    const body = randomBytes(9 * 1024 * 1024);
    await objects.put('exports/one', body);
    // Compared as a whole: item by item it takes seconds.
    expect((await read(objects, 'exports/one'))?.equals(body)).toBe(true);
    expect(await read(objects, 'exports/one', body.length - 3)).toEqual(body.subarray(-3));
    expect(await read(objects, 'exports/one', body.length)).toEqual(Buffer.alloc(0));
    await objects.remove('exports/one');
    expect(await read(objects, 'exports/one')).toBeUndefined();
    await objects.remove('exports/one');
  });

  it('gives an object that is empty', async () => {
    await objects.put('exports/empty', Buffer.alloc(0));
    expect(await objects.read('exports/empty', 0)).toMatchObject({ size: 0 });
    expect(await read(objects, 'exports/empty')).toEqual(Buffer.alloc(0));
  });

  it('does not go on with an object that was replaced', async () => {
    await objects.put('imports/two', Buffer.from('before'));
    const before = await objects.read('imports/two', 0);
    await objects.put('imports/two', Buffer.from('behind'));
    await expect(before?.body[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: 'PreconditionFailed',
      status: 412,
    });
    expect((await objects.read('imports/two', 0))?.version).not.toBe(before?.version);
  });

  it('takes and gives by pre-signed URLs', async () => {
    const url = await objects.presignPut('imports/three', 900);
    expect((await put(url, 'ada')).status).toBe(200);
    const answer = await fetch(await objects.presignGet('imports/three', 60));
    expect(await answer.text()).toBe('ada');
    const part = await fetch(await objects.presignGet('imports/three', 60), {
      headers: { [aRange.name]: aRange.value },
    });
    expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([206, 'bytes 1-2/3', 'da']);
  });

  it('signs URLs as S3 asks for', async () => {
    vi.stubEnv('AWS_SESSION_TOKEN', 'a token/+=');
    const { searchParams } = new URL(await objects.presignPut('imports/three', 899));
    expect(Object.fromEntries(searchParams)).toMatchObject({
      'X-Amz-Algorithm': 'AWS4-HMAC-SHA256',
      'X-Amz-Expires': '899',
      'X-Amz-SignedHeaders': 'host;x-amz-server-side-encryption',
      'X-Amz-Security-Token': 'a token/+=',
    });
    const onAws = createObjects({ region: 'eu-central-1', bucket, endpoint: undefined });
    expect(await onAws.presignPut('imports/three', 899)).toMatch(
      /^https:\/\/gatehouse-files\.s3\.eu-central-1\.amazonaws\.com\/imports\/three\?/,
    );
  });

  it.each([
    ['without its header', (url: string) => put(url, 'x', {}), 'SignatureDoesNotMatch'],
    [
      'with a header that is not signed',
      (url: string) => put(url, 'x', { ...sse, 'x-amz-acl': 'public-read' }),
      'AccessDenied',
    ],
    ['for longer', (url: string) => put(url.replace('Expires=900', 'Expires=901'), 'x'), 'SignatureDoesNotMatch'],
    ['for another object', (url: string) => put(url.replace('/imports/', '/exports/'), 'x'), 'SignatureDoesNotMatch'],
    ['by another method', (url: string) => fetch(url, { headers: sse }), 'SignatureDoesNotMatch'],
    ['by nobody', (url: string) => put(url.replace(/\?.*/, ''), 'x'), 'AccessDenied'],
    ['by somebody else', (url: string) => put(url.replace('=local', '=other'), 'x'), 'InvalidAccessKeyId'],
  ])('refuses a URL that is used %s', async (_how, use, code) => {
    const answer = await use(await objects.presignPut('imports/four', 900));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain(`<Code>${code}</Code>`);
    expect(await objects.read('imports/four', 0)).toBeUndefined();
  });

  it('refuses a URL that has expired', async () => {
    const url = await objects.presignPut('imports/five', 900);
    vi.useFakeTimers({ now: Date.now() + 901_000, toFake: ['Date'] });
    const answer = await put(url, 'late');
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('Request has expired')]);
  });

  it('leaves what is there when an upload breaks off or is not what it says', async () => {
    await objects.put('imports/six', Buffer.from('whole'));
    const url = await objects.presignPut('imports/six', 900);
    const broken = new ReadableStream({
      pull: (stream) => {
        stream.enqueue(new Uint8Array(10));
        stream.error(new Error('Cut off.'));
      },
    });
    await expect(fetch(url, { method: 'PUT', headers: sse, body: broken, duplex: 'half' })).rejects.toThrow();
    expect(String(await read(objects, 'imports/six'))).toBe('whole');
  });

  it('gives a part of an object, in the version that was found', async () => {
    const part = { start: 2, length: 3 };
    expect(await objects.readPart('imports/part', part, 1000)).toBeUndefined();
    await objects.put('imports/part', Buffer.from('abcdefgh'));
    const found = await objects.readPart('imports/part', part, 1000);
    expect(found).toEqual({ bytes: Buffer.from('cde'), size: 8, version: expect.stringMatching(/^"\w+"$/) });
    expect((await objects.readPart('imports/part', { start: 6, length: 9 }, 1000))?.bytes).toEqual(Buffer.from('gh'));
    expect(await objects.readPart('imports/part', { start: 8, length: 1 }, 1000)).toBeUndefined();
    const same = { ...part, version: found?.version ?? '' };
    expect(await objects.readPart('imports/part', same, 1000)).toEqual(found);
    await objects.put('imports/part', Buffer.from('abcdefgh'));
    await expect(objects.readPart('imports/part', same, 1000)).rejects.toMatchObject({ status: 412 });
  });

  it('forgets what is older than a week when it starts, but no list of leaked passwords', async () => {
    await objects.put('imports/old', Buffer.from('old'));
    await objects.put('leaked-passwords/old', Buffer.from('old'));
    await objects.put('imports/new', Buffer.from('new'));
    const longAgo = new Date(Date.now() - 8 * 86_400_000);
    for (const old of ['imports/old', 'leaked-passwords/old'])
      utimesSync(path.join(directory, bucket, old), longAgo, longAgo);
    const again = await startFiles({ port: await freePort(), directory, credentials });
    await again.stop();
    expect(await read(objects, 'imports/old')).toBeUndefined();
    expect(String(await read(objects, 'imports/new'))).toBe('new');
    expect(String(await read(objects, 'leaked-passwords/old'))).toBe('old');
  });

  describe('that has limits', () => {
    let small: Files;
    let port: number;
    const limits = { ...usualLimits, headersMs: 1500, requestMs: 5000, idleMs: 1500, bodyBytes: 1000 };
    const signedPut = async (...headers: readonly string[]): Promise<string> => {
      const { pathname, search, host } = new URL(
        await createObjects({ region: 'us-east-1', bucket, endpoint: small.url }).presignPut('imports/limited', 900),
      );
      const lines = [`PUT ${pathname}${search} HTTP/1.1`, `host: ${host}`, 'x-amz-server-side-encryption: aws:kms'];
      return `${[...lines, ...headers].join('\r\n')}\r\n\r\n`;
    };

    beforeEach(async () => {
      port = await freePort();
      small = await startFiles({ port, directory, credentials, limits });
    });
    afterEach(() => small.stop());

    it.each([
      ['that says its length', 'content-length: 1001', 'x'.repeat(1001)],
      ['in chunks', 'transfer-encoding: chunked', `3e9\r\n${'x'.repeat(1001)}\r\n0\r\n\r\n`],
    ])('refuses a larger object %s, and tells a client that has sent it', async (_how, header, body) => {
      const connection = await rawConnection(port, (await signedPut(header)) + body);
      const answer = await connection.ended;
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('<Code>EntityTooLarge</Code>');
      expect(await objects.read('imports/limited', 0)).toBeUndefined();
    });

    it('refuses before anything is sent where the client waits to be told to', async () => {
      const refused = await rawConnection(port, await signedPut('content-length: 1001', 'expect: 100-continue'));
      await refused.hears('EntityTooLarge');
      expect(refused.said()).toMatch(/^HTTP\/1\.1 400 /);
      refused.socket.destroy();
      const taken = await rawConnection(port, await signedPut('content-length: 4', 'expect: 100-continue'));
      await taken.hears('HTTP/1.1 100 Continue\r\n\r\n');
      taken.socket.write('four');
      await taken.hears('HTTP/1.1 200 OK');
      expect(String(await read(objects, 'imports/limited'))).toBe('four');
      taken.socket.destroy();
    });

    it('ends an upload that stands still, and leaves what is there', async () => {
      await objects.put('imports/limited', Buffer.from('whole'));
      const still = await rawConnection(port, `${await signedPut('content-length: 900')}half`);
      const silent = await rawConnection(port);
      await still.closed;
      await silent.closed;
      expect(String(await read(objects, 'imports/limited'))).toBe('whole');
    });
  });
});
