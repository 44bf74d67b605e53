import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import * as v from 'valibot';
import { dataFolder, inFolder } from './data-folder/data-folder.ts';
import { onDisk } from './data-folder/disk-troubles.ts';
import { readJsonFile, writeJsonFile } from './data-folder/json-files.ts';
import { FolderTaken, lockFolder } from './data-folder/lock.ts';
import { makeFolder } from './data-folder/make-folder.ts';
import { removeUnfinished } from './data-folder/whole-files.ts';
import { type LocalFacts, readFacts } from './seed.ts';
import type { StackPlace } from './stack.ts';

const Facts = v.object({
  endpoint: v.string(),
  region: v.string(),
  issuer: v.string(),
  userPoolId: v.string(),
  clientId: v.string(),
  identityPoolId: v.string(),
  operatorClientId: v.string(),
  signInUrl: v.string(),
  domain: v.string(),
  machineClientId: v.string(),
  machineClientSecret: v.string(),
  username: v.string(),
  password: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  mailboxUrl: v.string(),
  httpsEndpoint: v.exactOptional(v.string()),
  certificateAuthority: v.exactOptional(v.string()),
}) satisfies v.GenericSchema<LocalFacts>;

const Env = v.objectWithRest(
  {
    AWS_ACCESS_KEY_ID: v.string(),
    AWS_SECRET_ACCESS_KEY: v.string(),
    GATEHOUSE_REGION: v.string(),
    GATEHOUSE_ACCOUNT_ID: v.string(),
    ORIGIN_SECRETS: v.string(),
  },
  v.string(),
);
const Runtime = v.object({ env: Env, trailFile: v.string() });

/** A stack of another process, in the same data folder. */
export interface RunningStack {
  readonly pid: number;
  readonly facts: LocalFacts;
  /** The settings of its functions. */
  readonly env: v.InferOutput<typeof Env>;
  /** The file of its audit trail. */
  readonly trailFile: string;
}

const read = <Schema extends v.GenericSchema>(file: string, schema: Schema): v.InferOutput<Schema> | undefined => {
  const isShape = (value: unknown): value is v.InferOutput<Schema> => v.is(schema, value);
  return readJsonFile(inFolder(file), { isShape, remedy: 'Start npm start again: it is made anew.' });
};

/** Writes down what others need to use this stack, or to join it. From now on, it can be joined. */
export const publish = (facts: LocalFacts, { env, trailFile }: Pick<StackPlace, 'env' | 'trailFile'>): void => {
  writeJsonFile(inFolder('local.json'), facts);
  writeJsonFile(inFolder('runtime.json'), { env, trailFile });
};

/**
 * Takes the data folder for the stack of this process, whose API will be at `endpoint`, and checks it before anything
 * starts. Gives the function that releases it. Throws FolderTaken where another process has it, and a sentence where
 * the disk or a file is at fault.
 */
export const takeFolder = (endpoint: string): (() => void) => {
  makeFolder(dataFolder);
  const letGo = lockFolder(dataFolder, endpoint);
  // It is of a stack that has ended: nobody can join that.
  onDisk(inFolder('runtime.json'), () => rmSync(inFolder('runtime.json'), { force: true }));
  removeUnfinished(dataFolder);
  for (const file of ['local.json', 'demo.json']) readFacts(inFolder(file));
  return letGo;
};

const runningStack = (pid: number | undefined): RunningStack | undefined => {
  const runtime = read('runtime.json', Runtime);
  const facts = read('local.json', Facts);
  return pid !== undefined && runtime && facts ? { pid, facts, ...runtime } : undefined;
};

const patienceMs = 60_000;

/**
 * Takes the data folder or, where a running stack has it, gives that one. Waits for a stack that just starts, and for a
 * process that has the folder for a moment only. Throws FolderTaken after a minute.
 */
export const takeOrJoin = async (
  endpoint: string,
): Promise<{ readonly letGo: () => void } | { readonly running: RunningStack }> => {
  for (const late = Date.now() + patienceMs; ; await pause(100)) {
    try {
      return { letGo: takeFolder(endpoint) };
    } catch (error) {
      if (!(error instanceof FolderTaken)) throw error;
      const running = runningStack(error.pid);
      if (running) return { running };
      if (Date.now() > late) throw error;
    }
  }
};
