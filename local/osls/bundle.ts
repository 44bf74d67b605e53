import { bundleForLocal } from './bundle-local.ts';
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
      options: {
        outdir: { usage: 'The folder', required: true, type: 'string' },
        small: { usage: 'Minified, without maps of the sources', type: 'boolean' },
      },
    },
  } as const;

  constructor(
    framework: Framework,
    options: { readonly outdir?: string; readonly small?: boolean },
    tools: PluginTools,
  ) {
    this.hooks = {
      'bundle:functions': () =>
        refusingPlainly(framework, () => bundleForLocal(framework, options.outdir ?? '', options.small)),
      'before:package:createDeploymentArtifacts': () =>
        refusingPlainly(framework, () => bundleForPackage(framework, tools)),
    };
  }
}
