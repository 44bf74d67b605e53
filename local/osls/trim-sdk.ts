import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

// `{ [_h]: … }` may run code as far as a bundler can tell, so it would keep the schemas of operations that nobody calls.
const withPlainKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  return source.replace(/\[(_\w+)\]:/g, (whole, name: string) => {
    const text = constants.get(name);
    return text ? `${text}:` : whole;
  });
};

// All that a client reads of its package.json: the version, for its user agent.
const versionAlone = (source: string): string => JSON.stringify({ version: JSON.parse(source).version });

/**
 * Leaves out of the AWS SDK what no function reaches: schemas of unused operations, and what packages say about
 * themselves.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({ loader: 'js', contents: withPlainKeys(await readFile(path, 'utf8')) }),
    );
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => ({
      loader: 'json',
      contents: versionAlone(await readFile(path, 'utf8')),
    }));
  },
};
