import { accessSync, constants, createReadStream, existsSync, type Stats, statSync } from 'node:fs';
import path from 'node:path';
import { pipeline, Transform } from 'node:stream';
import { UsageError } from './failures.ts';
import type { Output } from './output.ts';

const refusedBy = async (answer: Response): Promise<string> => {
  const text = await answer.text();
  const said = /<Message>([^<]*)<\/Message>/.exec(text)?.[1] ?? /<Code>([^<]*)<\/Code>/.exec(text)?.[1];
  return said ?? `status ${answer.status}`;
};

const unreachable = (error: unknown): never => {
  throw new Error('The file store of the deployment does not answer.', { cause: error });
};

const statOf = (file: string): Stats => {
  try {
    accessSync(file, constants.R_OK);
    return statSync(file);
  } catch (cause) {
    throw new UsageError(`${file} cannot be read.`, { cause });
  }
};

/** Size of a file in bytes. Throws UsageError where it cannot be read. */
export const sizeOf = (file: string): number => {
  const found = statOf(file);
  if (found.isFile()) return found.size;
  throw new UsageError(`${file} is no file.`);
};

/** Throws UsageError for a file that cannot be read. It may be a pipe. */
export const assertReadable = (file: string): void => {
  if (statOf(file).isDirectory()) throw new UsageError(`${file} is no file.`);
};

/** Throws UsageError where nothing can be written under that name. */
export const assertWritable = (file: string): void => {
  const place = existsSync(file) ? file : `${path.dirname(file)}/.`;
  try {
    accessSync(place, constants.W_OK);
    if (place !== file || statSync(file).isFile()) return;
  } catch (cause) {
    throw new UsageError(`${file} cannot be written.`, { cause });
  }
  throw new UsageError(`${file} is no file.`);
};

/** Throws UsageError where a file of that name exists, or cannot be written. */
export const assertNew = (file: string): void => {
  if (existsSync(file)) throw new UsageError(`${file} is there already. Choose another file.`);
  assertWritable(file);
};

/** Uploads a file to a pre-signed URL while it is read. */
export const upload = async (file: string, url: string, out: Output): Promise<void> => {
  const size = sizeOf(file);
  const bar = out.progress('Uploading', 'bytes');
  let sent = 0;
  const counting = new Transform({
    transform: (chunk: Buffer, _, done) => {
      sent += chunk.length;
      bar.update(sent, size);
      done(null, chunk);
    },
  });
  try {
    const answer = await fetch(url, {
      method: 'PUT',
      headers: { 'content-length': String(size), 'x-amz-server-side-encryption': 'aws:kms' },
      body: pipeline(createReadStream(file), counting, () => undefined),
      duplex: 'half',
    }).catch(unreachable);
    if (!answer.ok) throw new Error(`The upload was refused: ${await refusedBy(answer)}.`);
  } finally {
    bar.stop();
  }
};

/** The content behind a pre-signed URL, as it arrives. */
export const download = async (url: string): Promise<AsyncIterable<Uint8Array>> => {
  const answer = await fetch(url).catch(unreachable);
  if (!answer.ok || !answer.body) throw new Error(`The download was refused: ${await refusedBy(answer)}.`);
  return answer.body;
};
