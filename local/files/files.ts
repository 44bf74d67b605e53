import { createHash, randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, type Stats } from 'node:fs';
import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { closeServer } from '../close-server.ts';
import { diskTrouble } from '../data-folder/disk-troubles.ts';
import { refusalOfForeignPage } from '../own-pages.ts';
import { type Limits, usualLimits } from '../serving/limits.ts';
import { refuse } from '../serving/refusal.ts';
import { createStreamingServer } from '../serving/server.ts';
import { assertSigned, type Credentials, Refusal } from '../signature.ts';

const keptMs = 7 * 86_400_000;

// The largest object that S3 takes in one request, and the time for which a pre-signed URL works.
const filesLimits: Limits = { ...usualLimits, bodyBytes: 5 * 1024 ** 3, requestMs: 900_000 };

interface Settings {
  readonly port: number;
  readonly directory: string;
  readonly credentials: Credentials;
  readonly limits?: Limits;
}

export interface Files {
  readonly url: string;
  readonly stop: () => Promise<void>;
}

const tooLarge = (): Refusal =>
  new Refusal(400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum allowed size');

const noSuchKey = (): Refusal => new Refusal(404, 'NoSuchKey', 'The specified key does not exist.');

const fileOf = (directory: string, pathname: string): string => {
  const segments = pathname.slice(1).split('/');
  const isPlain = segments.length > 1 && segments.every((segment) => /^[\w-][\w.-]*$/.test(segment));
  if (!isPlain) throw new Refusal(400, 'InvalidURI', 'Keys have letters, digits and ._-/ only.');
  return path.join(directory, ...segments);
};

const statOf = async (file: string): Promise<Stats> => {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw noSuchKey();
  return found;
};

// Each upload is a file of its own until it is complete, so the file's number tells one upload from another.
const etagOf = ({ ino, size, mtimeMs }: Stats): string =>
  `"${createHash('md5').update(`${ino} ${size} ${mtimeMs}`).digest('hex')}"`;

interface Upload {
  readonly file: string;
  /** SHA-256 in hex; undefined where any content will do. */
  readonly content: string | undefined;
  readonly mostBytes: number;
}

const receive = async (request: IncomingMessage, { file, content, mostBytes }: Upload): Promise<Stats> => {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const part = `${file}.${randomUUID()}.part`;
  const hash = createHash('sha256');
  let length = 0;
  try {
    await pipeline(
      async function* () {
        // The request stays open, so that a client that sent too much can be told.
        for await (const chunk of request.iterator({ destroyOnReturn: false })) {
          length += chunk.length;
          if (length > mostBytes) throw tooLarge();
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(part, { mode: 0o600 }),
    );
    if (content !== undefined && hash.digest('hex') !== content) {
      throw new Refusal(400, 'XAmzContentSHA256Mismatch', 'The content is not what its x-amz-content-sha256 says.');
    }
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return statOf(file);
};

interface Span {
  readonly start: number;
  readonly end: number;
}

const spanOf = (range: string, size: number): Span => {
  const [, start = '', end = ''] = /^bytes=(\d+)-(\d*)$/.exec(range) ?? [];
  const span = { start: Number(start), end: end === '' ? size - 1 : Math.min(Number(end), size - 1) };
  if (start === '' || span.start > span.end) {
    throw new Refusal(416, 'InvalidRange', 'The requested range is not satisfiable');
  }
  return span;
};

const give = async (file: string, { method, headers }: IncomingMessage, response: ServerResponse): Promise<void> => {
  const stats = await statOf(file);
  const etag = etagOf(stats);
  if (headers['if-match'] !== undefined && headers['if-match'] !== etag) {
    throw new Refusal(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold');
  }
  const { size } = stats;
  const span = headers.range === undefined ? undefined : spanOf(headers.range, size);
  response.writeHead(span ? 206 : 200, {
    etag,
    'accept-ranges': 'bytes',
    'content-type': 'application/octet-stream',
    'content-length': span ? span.end - span.start + 1 : size,
    ...(span && { 'content-range': `bytes ${span.start}-${span.end}/${size}` }),
  });
  if (method === 'HEAD' || size === 0) response.end();
  else await pipeline(createReadStream(file, span), response);
};

const xml = ({ code, message }: Refusal): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

// What an operator put there stays.
const kept = /(?:^|[\\/])leaked-passwords$/;

const forgetOld = async (directory: string): Promise<void> => {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of entries) {
    const file = path.join(entry.parentPath, entry.name);
    if (entry.isFile() && !kept.test(entry.parentPath) && (await stat(file)).mtimeMs < Date.now() - keptMs)
      await rm(file, { force: true });
  }
};

/**
 * Stores objects as S3 does, for signed requests only: PUT, GET with ranges, HEAD and DELETE of `/<bucket>/<key>`, by
 * header or pre-signed URL. At the start it deletes what is older than a week, but for lists of leaked
 * passwords.
 */
export const startFiles = async (settings: Settings): Promise<Files> => {
  const { port, directory, credentials, limits = filesLimits } = settings;
  await forgetOld(directory);

  const answer = async (request: IncomingMessage, response: ServerResponse, accept: () => void): Promise<void> => {
    const url = new URL(`http://localhost${request.url}`);
    const content = await assertSigned(request, url, { service: 's3', credentials });
    const file = fileOf(directory, url.pathname);
    if (Number(request.headers['content-length'] ?? 0) > limits.bodyBytes) throw tooLarge();
    accept();
    switch (request.method) {
      case 'PUT': {
        const stats = await receive(request, { file, content, mostBytes: limits.bodyBytes });
        response.writeHead(200, { etag: etagOf(stats) }).end();
        return;
      }
      case 'GET':
      case 'HEAD':
        return give(file, request, response);
      case 'DELETE':
        await rm(file, { force: true });
        response.writeHead(204).end();
        return;
      default:
        throw new Refusal(405, 'MethodNotAllowed', 'The specified method is not allowed against this resource.');
    }
  };

  const server = createStreamingServer(
    (request, response, accept) => {
      answer(request, response, accept).catch((error: unknown) => {
        const trouble = diskTrouble(error, directory);
        if (trouble !== undefined) process.stderr.write(`${trouble}\n`);
        const refusal = error instanceof Refusal ? error : new Refusal(500, 'InternalError', trouble ?? 'We failed.');
        if (response.headersSent) {
          response.destroy();
          return;
        }
        const headers = { 'content-type': 'application/xml', connection: 'close' };
        refuse(request, response, { status: refusal.status, headers, body: xml(refusal) }, limits);
      });
    },
    limits,
    refusalOfForeignPage,
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${port}`, stop: () => closeServer(server) }),
    );
  });
};
