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

// An error without a class of its own still has its name and message; only the store's errors carry more that is read.
const withoutErrorClasses = (source: string): string => source.replace(/^n0_registry\.registerError\(.*\);$/gm, '');

/**
 * Leaves out of the AWS SDK what no function reaches: schemas of unused operations, and classes of errors that are told
 * apart by name.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => {
        const source = withPlainKeys(await readFile(path, 'utf8'));
        return { loader: 'js', contents: path.includes('client-dynamodb') ? source : withoutErrorClasses(source) };
      },
    );
  },
};
