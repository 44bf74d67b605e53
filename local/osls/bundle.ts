import { bundleForOffline } from './bundle-offline.ts';
import { bundleForPackage } from './bundle-package.ts';
import type { Framework, Hooks, PluginTools } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

/** Bundles the functions with esbuild, before they run locally and before they are packaged. */
export default class Bundle {
  readonly hooks: Hooks;

  constructor(framework: Framework, _options: unknown, tools: PluginTools) {
    let assertGuarded = (): void => undefined;
    this.hooks = {
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
