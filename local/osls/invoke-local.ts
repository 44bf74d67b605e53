import { rmSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './esbuild-options.ts';
import { fillPlaceholders, type LocalStack } from './event-placeholders.ts';
import type { Framework, FunctionEntry, Hooks } from './framework.ts';
import { sourceOf } from './handlers.ts';
import { refusingPlainly } from './plain-refusal.ts';
import { type HttpEvent, signEvent } from './sign-event.ts';

interface InvokeOptions {
  readonly function?: string;
  readonly stage?: string;
  data?: unknown;
  extraServicePath?: string;
}

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

type End = () => Promise<void>;

const prepare = async (entry: FunctionEntry, options: InvokeOptions, onEnd: (end: End) => void): Promise<void> => {
  // Only here, as every command of the framework loads this file.
  const { stackForOneCall } = await import('../one-call.ts');
  const { facts, env, end } = await stackForOneCall();
  onEnd(end);
  Object.assign(process.env, env);
  // It is of a real account, and would be in every signature, and so in the addresses for uploads.
  delete process.env.AWS_SESSION_TOKEN;

  const outdir = path.join('.esbuild', `invoke-${process.pid}`);
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  await build(bundleOptions({ entries: [sourceOf(entry)], outdir, extension: '.js' }));
  options.extraServicePath = outdir;

  const event = await fillPlaceholders(options.data, facts);
  options.data = isRouted(event) ? await asSentByEdge(event, facts, env.ORIGIN_SECRETS) : event;
};

/**
 * Makes `serverless invoke local` run any function with the environment of the laptop's stack, from a fresh bundle, and
 * with an API event that the local access key signs. Where no stack runs, one is there for the call alone.
 */
export default class InvokeLocal {
  readonly hooks: Hooks;

  constructor(framework: Framework, options: InvokeOptions) {
    let end: End = async () => undefined;
    const onEnd = (given: End): void => {
      end = given;
    };
    this.hooks = {
      initialize: () => {
        if (framework.processedInput.commands.join(' ') !== 'invoke local') return;
        // Otherwise the framework looks for credentials of a real account.
        process.env.AWS_ACCESS_KEY_ID ??= 'local';
        process.env.AWS_SECRET_ACCESS_KEY ??= 'local';
      },
      'before:invoke:local:invoke': async () => {
        const entry = framework.service.functions[options.function ?? ''];
        if (!entry || framework.service.provider.stage !== 'local') return;
        // As in local/start.ts: what is written is only for its owner.
        process.umask(0o077);
        await refusingPlainly(framework, () => prepare(entry, options, onEnd));
      },
      finalize: () => end(),
      error: () => end(),
    };
  }
}
