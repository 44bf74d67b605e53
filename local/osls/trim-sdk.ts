import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';
import { changedTarget, expectFiles } from './changed-target.ts';

const client = '@aws-sdk/client-dynamodb';
const schemas = 'dist-es/schemas/schemas_0.js';
const sender = 'dist-es/DynamoDBClient.js';
const builder = 'dist-es/commandBuilder.js';
const core = '@smithy/core';
const command = 'dist-es/submodules/client/smithy-client/command.js';

const changed = (file: string, what: string, library = client): Error =>
  changedTarget(`${library}/${file}`, what, 'trim-sdk');

/**
 * The schemas of the client, in which nothing is left but the names of operations. Throws where it finds no names.
 */
export const namesAlone = (source: string): string => {
  const operationOf = new Map(
    [...source.matchAll(/^export var (\w+)\$ = \[9, n0, _(\w+),$/gm)].map(([, name = '', constant]) => [
      name,
      constant,
    ]),
  );
  const isNamed = [...operationOf].every(([name, constant]) => source.includes(`const _${constant} = "${name}";`));
  if (operationOf.size === 0 || !isNamed) throw changed(schemas, 'has no operations with names');
  return [...source.matchAll(/^export (?:var|const) (\w+?)(\$?) =/gm)]
    .map(([, name = '', mark = '']) => {
      const schema = operationOf.has(name) ? `[9, 'com.amazonaws.dynamodb', '${name}']` : 'undefined';
      return `export const ${name}${mark} = ${schema};`;
    })
    .join('\n');
};

/** What makes the client's commands, without the rules of endpoints. Throws where it has none. */
export const withoutEndpoints = (source: string): string => {
  const imported = 'import { getEndpointPlugin } from "@smithy/core/endpoints";';
  if (!source.includes(imported)) throw changed(builder, 'imports no rules of endpoints');
  return source.replace(imported, 'const getEndpointPlugin = undefined;');
};

/** A client that is there by its name alone. Throws where the file exports something else. */
export const nothingSent = (source: string): string => {
  const exported = [...source.matchAll(/^export (.*)$/gm)].map(([, what]) => what);
  if (exported.join() === '{ __Client };,class DynamoDBClient extends __Client {') {
    return 'export class __Client {}\nexport class DynamoDBClient {}';
  }
  throw changed(sender, 'exports something else than __Client and DynamoDBClient');
};

const schemaReaders = [
  ['NormalizedSchema', '@smithy/core/schema'],
  ['schemaLogFilter', './schemaLogFilter'],
] as const;

/**
 * The base of commands without what reads schemas: only a command that sends itself does so, and no schema has any
 * members. Throws where it reads them by something else.
 */
export const withoutSchemas = (source: string): string =>
  schemaReaders.reduce((left, [name, from]) => {
    const imported = `import { ${name} } from "${from}";`;
    if (!left.includes(imported)) throw changed(command, `does not import ${name}`, core);
    return left.replace(imported, `const ${name} = undefined;`);
  }, source);

/** An index that makes some of its exports when it is imported: they are marked, so that those that nobody uses go. */
export const markedPure = (source: string): string =>
  source.replace(/(?<== |extends )(?=bind\w+\()/g, '/* @__PURE__ */ ');

const resolving = Symbol('resolving');

/**
 * Leaves out of the AWS SDK what lib-dynamodb's commands do not need where a client of ours sends them: schemas,
 * endpoints, and the SDK's client.
 */
export const trimSdk: Plugin = {
  name: 'trim-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]schemas[\\/]schemas_0\.js$/ },
      async ({ path }) => ({ contents: namesAlone(await readFile(path, 'utf8')) }),
    );
    build.onLoad({ filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]DynamoDBClient\.js$/ }, async ({ path }) => ({
      contents: nothingSent(await readFile(path, 'utf8')),
    }));
    build.onLoad({ filter: /@aws-sdk[\\/]client-dynamodb[\\/]dist-es[\\/]commandBuilder\.js$/ }, async ({ path }) => ({
      contents: withoutEndpoints(await readFile(path, 'utf8')),
    }));
    build.onLoad(
      { filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]client[\\/]smithy-client[\\/]command\.js$/ },
      async ({ path }) => ({ contents: withoutSchemas(await readFile(path, 'utf8')) }),
    );
    build.onLoad(
      { filter: /@smithy[\\/]core[\\/]dist-es[\\/]submodules[\\/]\w+[\\/]index\.js$/ },
      async ({ path }) => ({ contents: markedPure(await readFile(path, 'utf8')) }),
    );
    // It enters AWS's rules of endpoints, by which nothing is sent.
    build.onResolve({ filter: /^\.\/util-endpoints\/aws$/ }, async ({ path, pluginData, ...how }) => {
      if (pluginData === resolving || !/@aws-sdk[\\/]core[\\/]/.test(how.importer)) return undefined;
      return { ...(await build.resolve(path, { ...how, pluginData: resolving })), sideEffects: false };
    });
    // lib-dynamodb does not say of itself that its modules only export. Its client and its pages bring the SDK's client.
    build.onResolve({ filter: /^\.\/(?:pagination|DynamoDBDocument)/ }, async ({ path, pluginData, ...how }) => {
      if (pluginData === resolving || !/@aws-sdk[\\/]lib-dynamodb[\\/]/.test(how.importer)) return undefined;
      return { ...(await build.resolve(path, { ...how, pluginData: resolving })), sideEffects: false };
    });
    // It could send nothing.
    build.onEnd(({ metafile }) => {
      const outputs = Object.values(metafile?.outputs ?? {});
      const isBundled = outputs.some(({ inputs }) =>
        Object.entries(inputs).some(
          ([file, { bytesInOutput }]) => file.endsWith(`${client}/${sender}`) && bytesInOutput,
        ),
      );
      return isBundled ? { errors: [{ text: changed(sender, 'is used').message }] } : undefined;
    });
    expectFiles(build, { plugin: 'trim-sdk', package: client, files: [schemas, builder, sender] });
    expectFiles(build, { plugin: 'trim-sdk', package: core, files: [command] });
  },
};
