import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import * as v from 'valibot';
import { readJsonFile } from '../data-folder/json-files.ts';
import { bundleOptions } from './esbuild-options.ts';
import { fillPlaceholders, type LocalStack } from './event-placeholders.ts';
import type { Framework, Hooks } from './framework.ts';
import { sourceOf } from './handlers.ts';
import { refusingPlainly } from './plain-refusal.ts';
import { type HttpEvent, signEvent } from './sign-event.ts';

interface InvokeOptions {
  readonly function?: string;
  readonly stage?: string;
  data?: unknown;
  extraServicePath?: string;
}

const START_FIRST = 'The local stack is not running: run npm start first, in another terminal.';

const State = v.object({
  endpoint: v.string(),
  region: v.string(),
  userPoolId: v.string(),
  clientId: v.string(),
  username: v.string(),
  password: v.string(),
  accessKeyId: v.string(),
  secretAccessKey: v.string(),
});
const Runtime = v.object({ env: v.record(v.string(), v.string()) });

const readState = <Schema extends v.GenericSchema>(file: string, schema: Schema): v.InferOutput<Schema> => {
  const where = path.join(process.env.GATEHOUSE_DATA_DIR || '.gatehouse', file);
  const isShape = (value: unknown): value is v.InferOutput<Schema> => v.is(schema, value);
  const state = readJsonFile(where, { isShape, remedy: 'Remove it and start npm start again: it is made anew.' });
  if (state === undefined) throw new Error(START_FIRST);
  return state;
};

const assertRunning = async ({ endpoint }: LocalStack): Promise<void> => {
  await fetch(endpoint).catch((cause: unknown) => {
    throw new Error(START_FIRST, { cause });
  });
};

interface RoutedEvent {
  readonly rawPath: string;
  readonly headers: Readonly<Record<string, string>>;
}

const isRouted = (event: unknown): event is RoutedEvent =>
  typeof event === 'object' &&
  event !== null &&
  'headers' in event &&
  'rawPath' in event &&
  typeof event.rawPath === 'string';

const isOperation = (event: RoutedEvent): event is RoutedEvent & HttpEvent =>
  'body' in event && event.rawPath.startsWith('/op/');

// Requests through the edge carry its secret. Operations are signed, as SDKs sign them whenever they have keys.
const asSentByEdge = async (event: RoutedEvent, stack: LocalStack, originSecrets = ''): Promise<RoutedEvent> => {
  const [secret] = originSecrets.split(',');
  const sent = secret ? { ...event, headers: { ...event.headers, 'x-origin-secret': secret } } : event;
  const signed = 'authorization' in event.headers || 'x-orig-authorization' in event.headers;
  return isOperation(sent) && !signed ? { ...sent, ...(await signEvent(sent, { ...stack, date: new Date() })) } : sent;
};

const prepare = async ({ service }: Framework, options: InvokeOptions): Promise<void> => {
  const entry = service.functions[options.function ?? ''];
  if (!entry) return;
  const stack = readState('local.json', State);
  const { env } = readState('runtime.json', Runtime);
  await assertRunning(stack);
  Object.assign(process.env, env);

  const outdir = path.join('.esbuild', `invoke-${process.pid}`);
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  await build(bundleOptions({ entries: [sourceOf(entry)], outdir, readable: true, extension: '.js' }));
  options.extraServicePath = outdir;

  const event = await fillPlaceholders(options.data, stack);
  options.data = isRouted(event) ? await asSentByEdge(event, stack, env.ORIGIN_SECRETS) : event;
};

/**
 * Makes `serverless invoke local` run any function against the stack that `npm start` runs: with its environment, from
 * a fresh bundle, and with an API event that the local access key signs.
 */
export default class InvokeLocal {
  readonly hooks: Hooks;

  constructor(framework: Framework, options: InvokeOptions) {
    this.hooks = {
      initialize: () => {
        if (framework.processedInput.commands.join(' ') !== 'invoke local') return;
        // Otherwise the framework looks for credentials of a real account.
        process.env.AWS_ACCESS_KEY_ID ??= 'local';
        process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
      },
      'before:invoke:local:invoke': async () => {
        if (framework.service.provider.stage !== 'local') return;
        await refusingPlainly(framework, () => prepare(framework, options));
      },
    };
  }
}
