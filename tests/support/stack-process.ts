import { once } from 'node:events';
import { closeSync, openSync, rmSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { startChild } from '#local/child.ts';
import type { Stack } from '#local/stack.ts';

const Wishes = v.object({
  ports: v.object({
    edge: v.number(),
    mailbox: v.number(),
    files: v.number(),
    lambda: v.number(),
    https: v.exactOptional(v.number()),
  }),
  databaseAddress: v.exactOptional(v.object({ host: v.string(), port: v.number() })),
  env: v.record(v.string(), v.string()),
  verbose: v.exactOptional(v.boolean()),
  /** True where the table is to be in a file that others may read, if this machine keeps files in memory. */
  tableInFile: v.exactOptional(v.boolean()),
});

type Wishes = v.InferOutput<typeof Wishes>;

const Told = v.object({
  endpoint: v.string(),
  https: v.optional(v.object({ endpoint: v.string(), certificateAuthority: v.string() })),
  mailboxUrl: v.string(),
  lambdaEndpoint: v.string(),
  databaseEndpoint: v.string(),
  databaseFile: v.optional(v.string()),
  region: v.string(),
  trailFile: v.string(),
  credentials: v.object({ accessKeyId: v.string(), secretAccessKey: v.string() }),
  env: v.record(v.string(), v.string()),
});

/** What `stack-program.ts` is given as its argument. */
export const readWishes = (argument = ''): Wishes => v.parse(Wishes, JSON.parse(argument));

/**
 * Starts a stack in memory in a process of its own, in which its functions run, as `npm start` does: a process can hold
 * one such stack. With `logFile`, what its functions print is added to that file. `env` is the environment of that process.
 * Throws a plain Error where it does not start; what went wrong is then printed.
 */
export const startStackProcess = async (
  wishes: Wishes,
  { logFile, env }: { readonly logFile?: string | undefined; readonly env?: NodeJS.ProcessEnv } = {},
): Promise<Stack & { readonly databaseFile?: string | undefined }> => {
  const program = new URL('./stack-program.ts', import.meta.url).pathname;
  const log = logFile === undefined ? undefined : openSync(logFile, 'a');
  const child = startChild(process.execPath, [program, JSON.stringify(wishes)], {
    stdio: ['ignore', log ?? 'inherit', 'inherit', 'ipc'],
    ...(env && { env }),
  });
  if (log !== undefined) closeSync(log);
  const told = once(child.process, 'message');
  await Promise.race([told, child.ended]);
  if (!child.isRunning()) throw new Error('The stack did not start.');
  const [facts]: unknown[] = await told;
  const stack = v.parse(Told, facts);
  const stop = async (): Promise<void> => {
    await child.stop();
    // Where it took too long to end, it was killed, and has left this.
    if (stack.databaseFile !== undefined) rmSync(path.dirname(stack.databaseFile), { recursive: true, force: true });
  };
  return { ...stack, ended: child.ended.then(() => 'The stack ended.'), stop };
};
