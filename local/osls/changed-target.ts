import type { PluginBuild } from 'esbuild';

/**
 * The error of a build when a file of another package is no longer what a plugin in this folder was written for. `what`
 * continues the sentence after the file's name.
 */
export const changedTarget = (file: string, what: string, plugin: string): Error =>
  new Error(`${file} ${what}: local/osls/${plugin}.ts changes it, and has to be looked at.`);

interface Expected {
  readonly plugin: string;
  readonly package: string;
  /** Files of the package, each of which is in every bundle that has anything of the package. */
  readonly files: readonly string[];
}

/**
 * Fails a build that has something of a package but lacks one of its files: a file that is gone by its name is changed
 * by no plugin.
 */
export const expectFiles = (build: PluginBuild, { plugin, package: from, files }: Expected): void => {
  build.onEnd(({ metafile }) => {
    const inputs = Object.keys(metafile?.inputs ?? {});
    const bundled = inputs.flatMap((input) => input.split(`node_modules/${from}/`)[1] ?? []);
    const missing = bundled.length > 0 ? files.filter((file) => !bundled.includes(file)) : [];
    return { errors: missing.map((file) => ({ text: changedTarget(`${from}/${file}`, 'is gone', plugin).message })) };
  });
};
