import { bundleForOffline } from './bundle-offline.ts';
import { bundleForPackage } from './bundle-package.ts';
import type { Framework, Hooks, PluginTools } from './framework.ts';
import { refusingPlainly } from './plain-refusal.ts';

/** Bundles the functions with esbuild, before they run locally and before they are packaged. */
export default class Bundle {
  readonly hooks: Hooks;

  constructor(framework: Framework, _options: unknown, tools: PluginTools) {
    this.hooks = {
      'before:offline:start:init': () => bundleForOffline(framework, tools),
      'before:package:createDeploymentArtifacts': () =>
        refusingPlainly(framework, () => bundleForPackage(framework, tools)),
    };
  }
}
