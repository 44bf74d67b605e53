import { bundleForLocal } from './bundle-local.ts';
import { bundleForOffline } from './bundle-offline.ts';
import { bundleForPackage } from './bundle-package.ts';
import type { Framework, Hooks, PluginTools } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

/** Bundles the functions with esbuild, before they run locally and before they are packaged. */
export default class Bundle {
  readonly hooks: Hooks;
  readonly commands = {
    bundle: {
      usage: 'Bundle the functions into a folder for npm start',
      lifecycleEvents: ['functions'],
      options: { outdir: { usage: 'The folder', required: true, type: 'string' } },
    },
  } as const;

  constructor(framework: Framework, options: { readonly outdir?: string }, tools: PluginTools) {
    let assertGuarded = (): void => undefined;
    this.hooks = {
      'bundle:functions': () => refusingPlainly(framework, () => bundleForLocal(framework, options.outdir ?? '')),
      'before:offline:start:init': () =>
        refusingPlainly(framework, async () => {
          assertGuarded = await bundleForOffline(framework, tools);
        }),
      'after:offline:start:init': () => {
        try {
          assertGuarded();
        } catch (error) {
          // The servers listen already, and would keep running.
          tools.log.error(error instanceof Error ? error.message : String(error));
          process.exit(1);
        }
      },
      'before:package:createDeploymentArtifacts': () =>
        refusingPlainly(framework, () => bundleForPackage(framework, tools)),
    };
  }
}
