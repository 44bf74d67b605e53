import { readFileSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import * as v from 'valibot';
import { startChild } from '../child.ts';
import { keptFolder } from '../kept-folder.ts';
import { readyBundles } from '../root.ts';

const texts = v.pipe(v.array(v.string()), v.readonly());

const Manifest = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      /** In the folder of the bundles. */
      file: v.string(),
      /** The export of the file that is the handler. */
      handler: v.string(),
      timeout: v.number(),
      memorySize: v.number(),
      routes: texts,
    }),
  ),
  cors: v.object({
    allowedOrigins: texts,
    allowedMethods: texts,
    allowedHeaders: texts,
    exposedResponseHeaders: texts,
    maxAge: v.number(),
  }),
  /** Files of the sources and of packages that are in the bundles, from the folder of Gatehouse. */
  inputs: texts,
});

/** What serverless.yml declares about the functions, with its variables filled in. */
export type Manifest = v.InferOutput<typeof Manifest>;

/** Bundles of all functions. */
export interface Bundles {
  /** Absolute path. */
  readonly folder: string;
  readonly manifest: Manifest;
}

/** Folders and files by which the bundles are made. */
export const bundleSources = ['functions', 'shared', 'resources', 'local/osls', 'serverless.yml'] as const;

/** Bundles all functions into a folder. Throws a plain Error. */
export const buildBundles = async (outdir: string, ...more: readonly string[]): Promise<void> => {
  const serverless = path.resolve('node_modules/serverless/bin/serverless.js');
  const { AWS_PROFILE: _profile, ...env } = process.env;
  const quiet = { SLS_TELEMETRY_DISABLED: '1', SLS_NOTIFICATIONS_MODE: 'off', SLS_LOG_LEVEL: 'error' };
  const child = startChild(process.execPath, [serverless, 'bundle', '--outdir', outdir, ...more], {
    stdio: ['ignore', 'ignore', 'pipe'],
    env: { ...env, ...quiet },
  });
  const words = child.process.stderr ? await text(child.process.stderr) : '';
  await child.ended;
  if (child.process.exitCode !== 0) throw new Error(`The functions could not be bundled.\n${words}`.trim());
};

/** What `buildBundles` wrote of the functions. */
export const manifestIn = (folder: string): Manifest =>
  v.parse(Manifest, JSON.parse(readFileSync(path.join(folder, 'manifest.json'), 'utf8')));

/** The functions as bundles: those of an earlier start where nothing changed since. Throws a plain Error. */
export const bundleFunctions = async (): Promise<Bundles> => {
  const folder =
    readyBundles ??
    (await keptFolder({ kind: 'functions', sources: bundleSources, proof: 'manifest.json', make: buildBundles }));
  return { folder, manifest: manifestIn(folder) };
};
