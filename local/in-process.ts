import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { keepTrail } from './audit-trail/trail-file.ts';
import { consoleFolder } from './console/console-folder.ts';
import { serveConsole } from './console/serve-console.ts';
import { clockOffsetMs } from './control/moved-clock.ts';
import { type Origin, startEdge } from './edge.ts';
import { createGateway } from './gateway/gateway.ts';
import { type Bundles, bundleFunctions, bundleSources } from './lambda/bundles.ts';
import { createFunctions, type Handler } from './lambda/functions.ts';
import { startInvokeApi } from './lambda/invoke-api.ts';
import { ownMessages } from './mailbox/own-messages.ts';
import type { LogLevel, Serve, Served } from './serve.ts';

const settleMs = 100;

// Settings by which the functions print so much.
const logSettings = {
  silent: { POWERTOOLS_LOG_LEVEL: 'CRITICAL' },
  errors: { POWERTOOLS_LOG_LEVEL: 'ERROR' },
  all: { POWERTOOLS_LOG_LEVEL: 'INFO' },
} as const satisfies Record<LogLevel, Readonly<Record<string, string>>>;

const isHandler = (value: unknown): value is Handler => typeof value === 'function';

const loaderOf =
  ({ folder, manifest }: Bundles) =>
  async (name: string): Promise<Handler> => {
    const entry = manifest.functions.find((declared) => declared.name === name);
    const module: unknown = await import(pathToFileURL(path.join(folder, entry?.file ?? '')).href);
    const handler: unknown = Reflect.get(Object(module), entry?.handler ?? '');
    if (!isHandler(handler)) throw new Error(`${entry?.file} has no ${entry?.handler}.`);
    return handler;
  };

// The functions must not see anybody's own AWS account.
const setEnvironment = (env: Readonly<Record<string, string>>): void => {
  for (const name of Object.keys(process.env)) if (name.startsWith('AWS_')) delete process.env[name];
  Object.assign(process.env, env);
};

const isFolder = (place: string): boolean => statSync(place).isDirectory();

const foldersIn = (place: string): string[] =>
  readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => path.join(entry.parentPath, entry.name));

// Each folder is watched by itself: a recursive watch loses a file once another one has taken its place, as by editors
// that write a new file and rename it.
const watchSources = (changed: () => Promise<void>): (() => void) => {
  const watchers = new Map<string, FSWatcher>();
  let turn = Promise.resolve();
  let settling: NodeJS.Timeout | undefined;
  const notice = (): void => {
    clearTimeout(settling);
    settling = setTimeout(() => {
      watchAll();
      turn = turn.then(changed);
    }, settleMs);
  };
  const watchFolder = (folder: string, concerns: (name: string | null) => boolean): void => {
    if (watchers.has(folder)) return;
    const watcher = watch(folder, (_event, name) => {
      if (concerns(name)) notice();
    });
    // A folder that is gone is watched again once it is back.
    watcher.on('error', () => {
      watcher.close();
      watchers.delete(folder);
    });
    watchers.set(folder, watcher);
  };
  const watchAll = (): void => {
    for (const place of bundleSources.filter(isFolder)) {
      for (const folder of [place, ...foldersIn(place)]) watchFolder(folder, () => true);
    }
    const files = new Set<string | null>(bundleSources.filter((place) => !isFolder(place)));
    watchFolder('.', (name) => files.has(name));
  };
  watchAll();
  return () => {
    clearTimeout(settling);
    for (const watcher of watchers.values()) watcher.close();
  };
};

/**
 * Runs every function in this process, behind the edge and the Invoke API. `watching` bundles again after a
 * source has changed; calls run the new code from then on. A process can hold one such stack, as its functions have their settings from the
 * environment.
 */
export const inProcess =
  ({ watching }: { readonly watching: boolean }): Serve =>
  async ({ ports, tls, env, logLevel, credentials, trailFile, mailboxUrl, place }) => {
    const stops: (() => void | Promise<void>)[] = [];
    const stop = async (): Promise<void> => {
      for (const part of stops.splice(0).reverse()) await part();
    };
    const serve = (bundles: Bundles) => {
      const { functions: declared, cors } = bundles.manifest;
      const functions = createFunctions(declared, loaderOf(bundles), place);
      const gateway = createGateway({
        functions: declared,
        cors,
        accountId: place.accountId,
        invoke: functions.invoke,
      });
      return { functions, gateway };
    };
    try {
      const bundles = await bundleFunctions();
      const [first] = bundles.manifest.functions;
      setEnvironment({ ...logSettings[logLevel], AWS_LAMBDA_FUNCTION_NAME: first?.name ?? '', ...env });
      // Errors then name lines of the sources.
      process.setSourceMapsEnabled(true);
      let current = serve(bundles);
      stops.push(keepTrail(trailFile).stop);
      stops.push(await startInvokeApi(ports.lambda, () => current.functions, credentials));
      const { ORIGIN_SECRETS: secret } = env;
      const origin: Origin = {
        secret,
        answer: (request) => current.gateway(request),
        console: serveConsole(consoleFolder),
        messages: ownMessages(mailboxUrl),
        clockOffset: clockOffsetMs,
      };
      stops.push((await startEdge(ports.edge, origin)).stop);
      if (ports.https !== undefined && tls) stops.push((await startEdge(ports.https, origin, { tls })).stop);
      const reload = async (): Promise<void> => {
        try {
          process.stderr.write('The sources changed. Functions are bundled again …\n');
          current = serve(await bundleFunctions());
          process.stderr.write('Functions bundled again.\n');
        } catch (error) {
          process.stderr.write(`${error instanceof Error ? error.message : error}\n`);
        }
      };
      if (watching) stops.push(watchSources(reload));
      return { settled: () => current.functions.settled(), stop } satisfies Served;
    } catch (error) {
      await stop();
      throw error;
    }
  };
