import { existsSync, readdirSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { context } from 'esbuild';
import { isAlive } from '../processes.ts';
import { bundleOptions } from './esbuild-options.ts';
import type { Framework, PluginTools } from './framework.ts';
import { guardOffline } from './guard-offline.ts';
import { sourcesOf } from './handlers.ts';
import { repairOffline } from './offline-fixes.ts';

const ROOT = '.esbuild';

// Two stacks may run at once, so each has a folder of its own for its bundles. A killed stack leaves its folder behind.
const removeAbandoned = (): void => {
  if (!existsSync(ROOT)) return;
  for (const name of readdirSync(ROOT)) {
    const pid = /^offline-(\d+)$/.exec(name)?.[1];
    if (pid && !isAlive(Number(pid))) rmSync(path.join(ROOT, name), { recursive: true, force: true });
  }
};

/**
 * Bundles every function for serverless-offline and, unless GATEHOUSE_WATCH is `off`, again when a source changes: the
 * next call runs the new code. Gives a function to call once the servers have started. That throws where they are not
 * guarded.
 */
export const bundleForOffline = async (framework: Framework, { log }: PluginTools): Promise<() => void> => {
  const { functions, custom } = framework.service;
  const watching = process.env.GATEHOUSE_WATCH !== 'off';
  removeAbandoned();
  const outdir = path.join(ROOT, `offline-${process.pid}`);
  process.on('exit', () => rmSync(outdir, { recursive: true, force: true }));
  process.setSourceMapsEnabled(true);
  await repairOffline();
  const { ORIGIN_SECRETS = '', AWS_ACCESS_KEY_ID = '', AWS_SECRET_ACCESS_KEY = '' } = process.env;
  const assertGuarded = guardOffline({
    originSecret: ORIGIN_SECRETS,
    credentials: { accessKeyId: AWS_ACCESS_KEY_ID, secretAccessKey: AWS_SECRET_ACCESS_KEY },
  });
  custom['serverless-offline'] = { ...custom['serverless-offline'], location: outdir };

  // Modules are cached by URL, so a number in the URL makes the new code a new module.
  let generation = 0;
  registerHooks({
    resolve: (specifier, parent, next) => {
      const found = next(specifier, parent);
      const ours = found.url.includes(`/${ROOT}/offline-${process.pid}/`) && !found.url.includes('?');
      return ours ? { ...found, url: `${found.url}?generation=${generation}` } : found;
    },
  });

  const builds = await context(
    bundleOptions({
      entries: sourcesOf(functions),
      outdir,
      readable: true,
      plugins: [
        {
          name: 'reload',
          setup: (build) => {
            // Starting to watch builds once more.
            let initial = watching ? 2 : 1;
            build.onEnd(async ({ errors }) => {
              initial -= 1;
              if (initial >= 0 || errors.length > 0) return;
              generation += 1;
              await framework.pluginManager.spawn('offline:functionsUpdated');
              log.notice('Functions bundled again.');
            });
          },
        },
      ],
    }),
  );
  try {
    await builds.rebuild();
  } catch (error) {
    // An open context would keep a stack alive that could not start.
    await builds.dispose();
    throw error;
  }
  if (watching) await builds.watch({ delay: 50 });
  else await builds.dispose();
  return assertGuarded;
};
