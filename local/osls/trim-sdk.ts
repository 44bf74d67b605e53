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

// Exceptions of operations that make tables, copies and backups: one that came all the same would keep its name.
const elsewhere =
  /^n0_registry\.registerError\((?:Backup|ContinuousBackups|DuplicateItem|Export|GlobalTable|Import|IndexNotFound|InvalidExportTime|InvalidRestoreTime|LimitExceeded|PointInTime|PolicyNotFound|ReplicaAlready|ReplicaNotFound|ResourceInUse|Table)\w*\$, \w+\);$/gm;

// All that a client reads of its package.json: the version, for its user agent.
const versionAlone = (source: string): string => JSON.stringify({ version: JSON.parse(source).version });

// Endpoints that a service is asked for: DynamoDB's are known. The client makes the cache, and puts nothing into it.
const emptyCache = 'module.exports = class LRUCache {};';

/**
 * Leaves out of the AWS SDK what no function reaches: schemas of unused operations, the cache of discovered endpoints,
 * and what packages say about themselves.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-[\w-]+[\\/]dist-es[\\/]schemas[\\/]schemas_\d+\.js$/ },
      async ({ path }) => ({
        loader: 'js',
        contents: withPlainKeys(await readFile(path, 'utf8')).replace(elsewhere, ''),
      }),
    );
    build.onLoad({ filter: /mnemonist[\\/]lru-cache\.js$/ }, () => ({ loader: 'js', contents: emptyCache }));
    build.onLoad({ filter: /@aws-sdk[\\/]client-[\w-]+[\\/]package\.json$/ }, async ({ path }) => ({
      loader: 'json',
      contents: versionAlone(await readFile(path, 'utf8')),
    }));
  },
};
