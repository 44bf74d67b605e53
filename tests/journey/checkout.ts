import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import * as v from 'valibot';
import { startChild } from '#local/child.ts';
import { freePort } from '#local/ports.ts';

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

const Told = v.object({
  endpoint: v.string(),
  region: v.string(),
  mailboxUrl: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
  clientId: v.string(),
  username: v.string(),
  password: v.string(),
});

const Runtime = v.object({
  env: v.objectWithRest(
    { LAMBDA_ENDPOINT: v.string(), AWS_ACCESS_KEY_ID: v.string(), AWS_SECRET_ACCESS_KEY: v.string() },
    v.string(),
  ),
  // Checkouts from before the trail have none.
  trailFile: v.optional(v.string(), ''),
});

/** A stack that runs the code of some checkout. */
export interface Checkout extends v.InferOutput<typeof Told> {
  /**
   * Where its functions are invoked, and with whose credentials: those of the stand-in for the owner of an AWS account.
   */
  readonly lambda: { readonly endpoint: string; readonly credentials: Credentials };
  /** The settings that its functions were given. */
  readonly env: Readonly<Record<string, string>>;
  /** The file of its audit trail. */
  readonly trailFile: string;
  /** The process that the others belong to. */
  readonly pid: number | undefined;
  readonly stop: () => Promise<void>;
}

// The stack must not see anybody's own settings, nor those of an npm that runs this.
const ownEnvironment = (): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(AWS|GATEHOUSE|DYNAMODB|npm)_/.test(name)));

interface Wishes {
  /** False to keep data in files, as `npm start` does. */
  readonly inMemory?: boolean;
  /** True to have npm start it, which then belongs to it; otherwise Node starts it, as npm does. */
  readonly byNpm?: boolean;
  /** Where its data is and stays. Without it, it has a folder of its own, which is removed when it stops. */
  readonly directory?: string;
  /** Further options of `npm start`. */
  readonly options?: readonly string[];
  /** Settings in addition to those that every stack here has. */
  readonly env?: Readonly<Record<string, string>>;
}

/**
 * Starts the stack of a folder as `npm start` does, on free ports and, by default, in memory. Where it ends, throws
 * what it said.
 */
export const startCheckout = async (
  folder: string,
  { inMemory = true, byNpm = false, directory: given, options = [], env: more }: Wishes = {},
): Promise<Checkout> => {
  const directory = given ?? mkdtempSync(path.join(tmpdir(), 'gatehouse-journey-'));
  const ports: Record<string, string> = {};
  for (const part of ['', 'HTTPS_', 'MAILBOX_', 'HTTP_API_', 'LAMBDA_', 'DATABASE_', 'FILES_']) {
    ports[`GATEHOUSE_${part}PORT`] = String(await freePort());
  }
  const settings = [...(inMemory ? ['--memory'] : []), ...options];
  const [program, ...start] = byNpm
    ? ['npm', 'start', '--', ...settings]
    : [process.execPath, '--import', './local/node-version.js', 'local/start.ts', ...settings];
  const child = startChild(program, start, {
    cwd: folder,
    stdio: 'pipe',
    env: {
      ...ownEnvironment(),
      ...ports,
      GATEHOUSE_DATA_DIR: directory,
      GATEHOUSE_WATCH: 'off',
      // The settings of the example triggers.
      ALLOWED_EMAIL_DOMAINS: 'example.com',
      TENANT_SCOPES: 'acme=orders.read orders.write',
      ...more,
    },
  });
  const stop = async (): Promise<void> => {
    await child.stop();
    if (given === undefined) rmSync(directory, { recursive: true, force: true });
  };
  let said = '';
  const ready = new Promise<void>((resolve) => {
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
      if (/is ready at/.test(said)) resolve();
    };
    child.process.stdout?.on('data', hear);
    child.process.stderr?.on('data', hear);
  });
  await Promise.race([ready, child.ended]);
  if (!child.isRunning()) {
    await stop();
    throw new Error(`The stack of ${folder} did not start.\n${said}`);
  }
  const read = (file: string): unknown => JSON.parse(readFileSync(path.join(directory, file), 'utf8'));
  const { env, trailFile } = v.parse(Runtime, read('runtime.json'));
  const credentials = { accessKeyId: env.AWS_ACCESS_KEY_ID, secretAccessKey: env.AWS_SECRET_ACCESS_KEY };
  const lambda = { endpoint: env.LAMBDA_ENDPOINT, credentials };
  return { ...v.parse(Told, read('local.json')), lambda, env, trailFile, pid: child.process.pid, stop };
};
