import { createHash } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import type { Api } from './api.ts';
import { UsageError } from './failures.ts';
import { watch } from './interruption.ts';
import type { Output } from './output.ts';
import { describeExport, type ExportPart, type PoolExport } from './pool-exports.ts';
import { download } from './transfer.ts';

interface ExportId {
  readonly UserPoolId: string;
  readonly ExportId: string;
}

const hashOf = async (file: FileHandle, start: number, length: number): Promise<string> => {
  const hash = createHash('sha256');
  const chunk = Buffer.alloc(1 << 20);
  for (let at = 0; at < length; ) {
    const { bytesRead } = await file.read(chunk, 0, Math.min(chunk.length, length - at), start + at);
    if (bytesRead === 0) break;
    hash.update(chunk.subarray(0, bytesRead));
    at += bytesRead;
  }
  return hash.digest('hex');
};

const fetchPart = async (file: FileHandle, start: number, part: ExportPart): Promise<void> => {
  const hash = createHash('sha256');
  let at = start;
  for await (const chunk of await download(part.Url)) {
    hash.update(chunk);
    await file.write(chunk, 0, chunk.length, at);
    at += chunk.length;
  }
  if (hash.digest('hex') !== part.Sha256) throw new Error(`Part ${part.Number} did not arrive whole. Fetch again.`);
};

const beginningBytes = 4096;

// A download that was broken off left a file that begins with this export. No other file may be written to.
const assertOfExport = async (file: FileHandle, { ExportId }: ExportId, name: string): Promise<void> => {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(beginningBytes), 0, beginningBytes, 0);
  const [header = '', ...rest] = buffer.subarray(0, bytesRead).toString('latin1').split('.');
  const isBeginning = rest.length === 0 && bytesRead < beginningBytes && /^(eyJ[\w-]*)?$/.test(header);
  if (!isBeginning && !Buffer.from(header, 'base64url').toString().includes(`"export":"${ExportId}"`)) {
    throw new UsageError(`${name} holds something else. Choose another file.`);
  }
};

interface Download {
  readonly api: Api;
  readonly out: Output;
  readonly id: ExportId;
  /** Its name. What it already has of the export stays, and the rest is appended. */
  readonly file: string;
}

/**
 * Downloads an export into a file, part by part while the parts are written, and gives the export's last state. Throws
 * Interruption at Ctrl-C; the next call continues with what is there. Throws UsageError for a file with other content.
 */
export const fetchExport = async ({ api, out, id, file: name }: Download): Promise<PoolExport> => {
  // Opened for reading what is there and appending what is not.
  const file = await open(name, 'a+', 0o600).then(async (made) => {
    await made.close();
    return open(name, 'r+');
  });
  const again = `gatehouse-pools export fetch ${id.UserPoolId} ${id.ExportId} --out ${name}`;
  await assertOfExport(file, id, name).catch(async (error: unknown) => {
    await file.close();
    throw error;
  });
  const bar = out.progress('Exporting', 'users');
  let offset = 0;
  let had = 0;
  const take = async (part: ExportPart): Promise<void> => {
    const { size } = await file.stat();
    const isThere = size >= offset + part.Bytes && (await hashOf(file, offset, part.Bytes)) === part.Sha256;
    if (!isThere) await fetchPart(file, offset, part);
    offset += part.Bytes;
    had = part.Number;
  };
  try {
    const state = await watch({
      ask: async () => {
        const { state, parts } = await describeExport(api, id, had);
        for (const part of parts) await take(part);
        bar.update(state.Users, state.Users);
        return state;
      },
      isOver: ({ Status, Parts }) => Status !== 'InProgress' && had >= Parts,
      howToGoOn: `The export goes on. Fetch the rest: ${again}. Stop it: gatehouse-pools export stop ${id.UserPoolId} ${id.ExportId}`,
    });
    await file.truncate(offset);
    return state;
  } finally {
    bar.stop();
    const { size } = await file.stat();
    await file.close();
    if (size === 0) await rm(name, { force: true });
  }
};
