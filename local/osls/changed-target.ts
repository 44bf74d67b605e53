import type { PluginBuild } from 'esbuild';

/**
 * What a build fails with on the day that a file of another package is not any more what a plugin in this folder was
 * written for: `what` goes on after the file's name.
 */
export const changedTarget = (file: string, what: string, plugin: string): Error =>
  new Error(`${file} ${what}: local/osls/${plugin}.ts changes it, and has to be looked at.`);

interface Expected {
  readonly plugin: string;
  readonly package: string;
  /** Of the package, each in every bundle that has anything of it. */
  readonly files: readonly string[];
}

/** Fails a build that has something of a package and lacks a file of it: what is gone by its name is changed by nobody. */
export const expectFiles = (build: PluginBuild, { plugin, package: from, files }: Expected): void => {
  build.onEnd(({ metafile }) => {
    const inputs = Object.keys(metafile?.inputs ?? {});
    const bundled = inputs.flatMap((input) => input.split(`node_modules/${from}/`)[1] ?? []);
    const missing = bundled.length > 0 ? files.filter((file) => !bundled.includes(file)) : [];
    return { errors: missing.map((file) => ({ text: changedTarget(`${from}/${file}`, 'is gone', plugin).message })) };
  });
};
