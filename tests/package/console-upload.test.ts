import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetObjectCommand, type HeadObjectCommandOutput, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type BuiltFile, filesIn, listName } from '#local/console/built-files.ts';
import { type Files, startFiles } from '#local/files/files.ts';
import { uploadConsole } from '#local/osls/console-upload.ts';
import { freePort } from '#local/ports.ts';

const credentials = { accessKeyId: 'local', secretAccessKey: 'secret' };

let folder: string;
let files: Files;
let client: S3Client;
const sent: string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-console-upload-'));
  files = await startFiles({ port: await freePort(), directory: path.join(folder, 'bucket'), credentials });
  client = new S3Client({ endpoint: files.url, region: 'us-east-1', forcePathStyle: true, credentials });
  client.middlewareStack.add(
    (next) => async (args) => {
      const { method, path: where } = Object(args.request);
      if (method !== 'GET') sent.push(`${method} ${where.replace('/console/', '')}`);
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
});

afterAll(async () => {
  client.destroy();
  await files.stop();
  rmSync(folder, { recursive: true });
});

/** Uploads a console of these files, by name; each has its content. */
const upload = async (content: Readonly<Record<string, string>>) => {
  const built = mkdtempSync(path.join(folder, 'built-'));
  const list = Object.entries(content).map(([name, text]): BuiltFile => {
    const file = path.join(filesIn(built), name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
    return { name, type: 'text/plain', digest: text, codings: [] };
  });
  writeFileSync(path.join(built, listName), JSON.stringify({ files: list, inputs: [] }));
  sent.splice(0);
  return uploadConsole({ client, name: 'bucket-of-console' }, built);
};

const read = async (name: string): Promise<string | undefined> => {
  const asked = new GetObjectCommand({ Bucket: 'bucket-of-console', Key: `console/${name}` });
  return (await client.send(asked)).Body?.transformToString();
};

const put = (name: string) => `PUT /bucket-of-console/console/${name}`.replace('/console/', '');
const missing = { name: 'NoSuchKey' } satisfies Partial<HeadObjectCommandOutput & { name: string }>;

describe('the upload of the console', () => {
  it('sends what is new, the page after all that it names, and nothing twice', async () => {
    const first = { 'assets/a.js': 'a', 'assets/b.js': 'b', 'index.html': 'names a and b', 'licences.txt': 'MIT' };
    expect(await upload(first)).toEqual({ sent: 4, removed: 0 });
    expect(sent.slice(-2)).toEqual([put('index.html'), 'PUT /bucket-of-console/deployed.json']);
    expect(await upload(first)).toEqual({ sent: 0, removed: 0 });
    expect(sent).toEqual([]);
  });

  it('leaves files of the deployment before to browsers that have its page open, and removes older ones', async () => {
    expect(await upload({ 'assets/b.js': 'b', 'assets/c.js': 'c', 'index.html': 'names b and c' })).toEqual({
      sent: 2,
      removed: 0,
    });
    expect(await read('assets/a.js')).toBe('a');
    expect(await upload({ 'assets/d.js': 'd', 'index.html': 'names d' })).toEqual({ sent: 2, removed: 1 });
    await expect(read('assets/a.js')).rejects.toMatchObject(missing);
    expect(await Promise.all(['assets/b.js', 'assets/c.js', 'assets/d.js'].map(read))).toEqual(['b', 'c', 'd']);
    expect(await read('index.html')).toBe('names d');
  });

  it('keeps an old file that a new page names again', async () => {
    expect(await upload({ 'assets/b.js': 'b', 'index.html': 'names b again' })).toMatchObject({ removed: 1 });
    expect(await read('assets/b.js')).toBe('b');
    await expect(read('assets/c.js')).rejects.toMatchObject(missing);
  });
});
