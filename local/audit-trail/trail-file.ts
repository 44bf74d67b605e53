import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { appendFileSync } from 'node:fs';
import { type FileHandle, open, rename, stat } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import { auditChannel } from '#shared/observability/call.ts';
import { diskTrouble } from '../data-folder/disk-troubles.ts';

/** How large the trail's files become. */
export interface TrailLimits {
  /** Bytes after which the next file is begun. */
  readonly fileBytes: number;
  /** How many files there are, the one that grows among them. */
  readonly files: number;
}

/** 160 MB, which is some hundred thousand calls. */
export const usualTrail: TrailLimits = { fileBytes: 32 * 1024 * 1024, files: 5 };

/** The file of the trail, or one that was full before: 1 is the latest of those. */
export const trailFile = (file: string, turnsAgo: number): string =>
  turnsAgo === 0 ? file : file.replace(/(\.jsonl)?$/, `.${turnsAgo}$1`);

// What is written lies in the system's memory. So often it is written to the disk, which is all that a loss of power loses.
const syncMs = 1000;

// A disk that takes nothing must not fill the memory.
const mostWaiting = 50_000;

const turnOver = async (file: string, { files }: TrailLimits): Promise<void> => {
  for (let ago = files - 2; ago >= 0; ago--) {
    // Those in between may be missing.
    await rename(trailFile(file, ago), trailFile(file, ago + 1)).catch(() => undefined);
  }
};

interface OpenFile {
  readonly handle: FileHandle;
  readonly inode: number;
  readonly bytes: number;
}

// A line that was cut short, by a process that was killed while writing it, must not take the next one with it.
const endLine = async (handle: FileHandle, size: number): Promise<void> => {
  if (size === 0) return;
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  if (buffer[0] !== 0x0a) await handle.appendFile('\n');
};

const openFile = async (file: string, isFirst: boolean): Promise<OpenFile> => {
  const handle = await open(file, 'a+', 0o600);
  const { ino: inode, size: bytes } = await handle.stat();
  // Only an earlier run can have left half a line.
  if (isFirst) await endLine(handle, bytes);
  return { handle, inode, bytes };
};

/**
 * Writes the audit records of the functions in this process to a file, one a line, only for its owner. They are appended
 * as soon as the last ones are written. Other processes may append to the same file. `stop` ends it once all is written.
 */
export const keepTrail = (file: string, limits: TrailLimits = usualTrail): { readonly stop: () => Promise<void> } => {
  const waiting: string[] = [];
  let writing: Promise<void> | undefined;
  let current: OpenFile | undefined;
  let timer: NodeJS.Timeout | undefined;
  let isCheckDue = false;
  let isBegun = false;
  let isComplaining = false;

  const close = async (): Promise<void> => {
    const { handle } = current ?? {};
    current = undefined;
    await handle?.close();
  };

  // Other processes append to the file, and begin the next one.
  const check = async ({ handle, inode }: OpenFile): Promise<void> => {
    await handle.datasync();
    const there = await stat(file).catch(() => undefined);
    if (there?.ino !== inode) return close();
    if (there.size < limits.fileBytes) return;
    await close();
    await turnOver(file, limits);
  };

  const append = async (text: string): Promise<void> => {
    current ??= await openFile(file, !isBegun);
    isBegun = true;
    if (current.bytes >= limits.fileBytes) await check(current);
    current ??= await openFile(file, false);
    // Into the system's memory, which takes less than to hand it to another thread.
    appendFileSync(current.handle.fd, text);
    current = { ...current, bytes: current.bytes + Buffer.byteLength(text) };
    timer ??= setTimeout(() => {
      timer = undefined;
      isCheckDue = true;
      writing ??= write();
    }, syncMs).unref();
  };

  const complain = (error: unknown): void => {
    if (!isComplaining)
      process.stderr.write(`${diskTrouble(error, file) ?? String(error)} Calls are missing from the trail.\n`);
    isComplaining = true;
  };

  const write = async (): Promise<void> => {
    // Calls that end at the same time are written together.
    await turn();
    while (waiting.length > 0 || isCheckDue) {
      const isChecking = isCheckDue;
      isCheckDue = false;
      const text = waiting.splice(0).join('');
      try {
        if (text !== '') await append(text);
        if (isChecking && current) await check(current);
        isComplaining = false;
      } catch (error) {
        complain(error);
        await close().catch(complain);
      }
    }
    writing = undefined;
  };

  const take = (line: unknown): void => {
    if (waiting.length < mostWaiting) waiting.push(String(line));
    else complain(new Error('The disk is too slow.'));
    writing ??= write();
  };

  // Nothing can be waited for then.
  const leave = (): void => {
    try {
      if (waiting.length > 0) appendFileSync(file, waiting.splice(0).join(''), { mode: 0o600 });
    } catch (error) {
      complain(error);
    }
  };

  subscribe(auditChannel, take);
  process.once('exit', leave);
  return {
    stop: async () => {
      unsubscribe(auditChannel, take);
      process.removeListener('exit', leave);
      await writing;
      clearTimeout(timer);
      await current?.handle.datasync();
      await close();
    },
  };
};
