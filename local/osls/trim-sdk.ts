import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { changedTarget, expectFiles } from './changed-target.ts';

const client = '@aws-sdk/client-dynamodb';
const schemas = 'dist-es/schemas/schemas_0.js';
const configuration = 'dist-es/runtimeConfig.js';
const manifest = 'package.json';

const changed = (file: string, what: string): Error => changedTarget(`${client}/${file}`, what, 'trim-sdk');

// For a bundler, `{ [_h]: … }` might run code, so it would keep the schemas of operations that nobody calls.
const withPlainKeys = (source: string): string => {
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  const plain = source.replace(/\[(_\w+)\]:/g, (whole, name: string) => {
    const text = constants.get(name);
    return text ? `${text}:` : whole;
  });
  if (plain === source) throw changed(schemas, 'has no keys of constants');
  if (/[{,]\s*\[[^\]"'\d]+\]:/.test(plain)) throw changed(schemas, 'has keys that are no constants of its own');
  return plain;
};

// Exceptions of operations for tables, copies and backups. If one came all the same, it would keep its name.
const elsewhere =
  /^n0_registry\.registerError\((?:Backup|ContinuousBackups|DuplicateItem|Export|GlobalTable|Import|IndexNotFound|InvalidExportTime|InvalidRestoreTime|LimitExceeded|PointInTime|PolicyNotFound|ReplicaAlready|ReplicaNotFound|ResourceInUse|Table)\w*\$, \w+\);$/gm;

const known = /^\w+_registry\.registerError\((\w+)\$, \1\);$/gm;

const withoutErrorsElsewhere = (source: string): string => {
  const registered = source.match(/registerError/g)?.length;
  const trimmed = source.replace(elsewhere, '');
  if (trimmed === source || source.match(known)?.length !== registered) {
    throw changed(schemas, 'registers its exceptions in another way');
  }
  return trimmed;
};

/**
 * The schemas of DynamoDB's client in a form in which those of unused operations can be dropped. Throws where they have
 * another form.
 */
export const trimmedSchemas = (source: string): string => withoutErrorsElsewhere(withPlainKeys(source));

/** The one thing that a client reads of its package.json: its version. Throws where there is none. */
export const versionAlone = (source: string): string => {
  const { version }: { readonly version?: unknown } = JSON.parse(source);
  if (typeof version !== 'string') throw changed(manifest, 'has no version');
  return JSON.stringify({ version });
};

/** Throws where a client reads more of its package.json than its version. */
export const assertReadsVersionAlone = (source: string): void => {
  const [imported, ...uses] = [...source.matchAll(/packageInfo(?:\.\w+)?/g)].map(([use]) => use);
  const isKnown = source.includes('import packageInfo from "../package.json";') && imported === 'packageInfo';
  if (isKnown && uses.length > 0 && uses.every((use) => use === 'packageInfo.version')) return;
  throw changed(configuration, 'reads more of package.json than the version');
};

/**
 * Leaves out of the AWS SDK what no function uses: schemas of unused operations, and what packages say about
 * themselves.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({ loader: 'js', contents: trimmedSchemas(await readFile(path, 'utf8')) }),
    );
    build.onLoad({ filter: /@aws-sdk[\\/]client-dynamodb[\\/]package\.json$/ }, async ({ path }) => ({
      loader: 'json',
      contents: versionAlone(await readFile(path, 'utf8')),
    }));
    build.onLoad({ filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]runtimeConfig\.js$/ }, async ({ path }) => {
      const contents = await readFile(path, 'utf8');
      assertReadsVersionAlone(contents);
      return { loader: 'js', contents };
    });
    expectFiles(build, { plugin: 'trim-sdk', package: client, files: [schemas, configuration, manifest] });
  },
};
