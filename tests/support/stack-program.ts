// A program: runs the stack of its argument in this process until it is told to end, or until its parent is gone.
import { mkdtempSync, rmSync, statfsSync } from 'node:fs';
import path from 'node:path';
import { inProcess } from '#local/in-process.ts';
import { startStack } from '#local/stack.ts';
import { makeRsaKeysQuickly } from './quick-rsa-keys.ts';
import { readWishes } from './stack-process.ts';

makeRsaKeysQuickly();

const { tableInFile = false, ...wishes } = readWishes(process.argv[2]);

const memory = '/dev/shm';
const enoughBytes = 2 ** 31;

// Linux keeps what lies here in memory. Containers often give it little room, and other systems have none.
const folderInMemory = (): string | undefined => {
  try {
    const { bavail, bsize } = statfsSync(memory);
    return bavail * bsize < enoughBytes ? undefined : mkdtempSync(path.join(memory, 'gatehouse-'));
  } catch {
    return undefined;
  }
};

const dataDir = tableInFile ? folderInMemory() : undefined;
if (dataDir) process.once('exit', () => rmSync(dataDir, { recursive: true, force: true }));

const stack = await startStack({ ...wishes, ...(dataDir && { dataDir }), serve: inProcess({ watching: false }) });

const end = (): void => {
  stack.stop().then(
    () => process.exit(),
    (error: unknown) => {
      throw error;
    },
  );
};

process.once('SIGTERM', end);
process.once('disconnect', end);
process.send?.({
  ...stack,
  databaseFile: dataDir && path.join(dataDir, 'gatehouse.db'),
  ended: undefined,
  stop: undefined,
});
// Without the database there is no stack, and no sense in a process for it.
await stack.ended;
process.exit(1);
