import { cpSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleOptions } from '#local/osls/esbuild-options.ts';
import { assertGuarded } from '#local/osls/guard-offline.ts';
import { assertKnown } from '#local/osls/offline-fixes.ts';
import { assertReadsVersionAlone, trimmedSchemas, versionAlone } from '#local/osls/trim-sdk.ts';
import { assertUnwraps, withoutCertificates, withoutStatement } from '#local/osls/trim-webauthn.ts';

const dynamodb = '@aws-sdk/client-dynamodb';
const webauthn = '@simplewebauthn/server';

const fileOf = (library: string, file: string): string => path.resolve('node_modules', library, file);
const sourceOf = (library: string, file: string): string => readFileSync(fileOf(library, file), 'utf8');

/** A folder where a library stands as npm has it, to be changed. */
const copyOf = (library: string): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'gatehouse-library-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const copy = path.join(folder, 'node_modules', library);
  mkdirSync(path.dirname(copy), { recursive: true });
  cpSync(fileOf(library, ''), copy, { recursive: true });
  return copy;
};

const change = (copy: string, file: string, from: string, to: string): void => {
  const source = readFileSync(path.join(copy, file), 'utf8');
  expect(source).toContain(from);
  writeFileSync(path.join(copy, file), source.replaceAll(from, to));
};

/** Bundles all of the library in the folder as functions are bundled. */
const bundle = (copy: string, library: string) => {
  const folder = copy.slice(0, copy.indexOf('node_modules'));
  const entry = path.join(folder, 'entry.ts');
  writeFileSync(entry, `import * as all from '${library}'; console.log(all);`);
  const options = bundleOptions({ entries: [entry], outdir: path.join(folder, 'out'), readable: false });
  return build({ ...options, nodePaths: [path.resolve('node_modules')], write: false, logLevel: 'silent' });
};

describe('the schemas of the SDK', () => {
  const schemas = sourceOf(dynamodb, 'dist-es/schemas/schemas_0.js');

  it('are trimmed as they are', () => {
    const trimmed = trimmedSchemas(schemas);
    expect(trimmed).not.toContain('registerError(BackupNotFoundException$');
    expect(trimmed).toContain('registerError(ConditionalCheckFailedException$');
    expect(trimmed).not.toMatch(/\[_hE\]:/);
  });

  it.each([
    ['constants', schemas.replaceAll(/^const _/gm, 'var _'), 'has no keys of constants'],
    ['keys', schemas.replaceAll(/\[(_\w+)\]:/g, '"$1":'), 'has no keys of constants'],
    ['constants elsewhere', `${schemas}\nconst a = { [b]: 1 };`, 'has keys that are no constants of its own'],
    ['a registry', schemas.replaceAll('n0_registry', 'registry'), 'registers its exceptions in another way'],
    [
      'an exception',
      schemas.replace('(TransactionConflictException$, T', '(TransactionConflictException$(), T'),
      'registers',
    ],
  ])('fail the build when they have other %s', (_what, source, sentence) => {
    expect(source).not.toBe(schemas);
    expect(() => trimmedSchemas(source)).toThrow(`${dynamodb}/dist-es/schemas/schemas_0.js ${sentence}`);
    expect(() => trimmedSchemas(source)).toThrow('local/osls/trim-sdk.ts changes it, and has to be looked at.');
  });
});

describe('what the SDK says of itself', () => {
  const configuration = sourceOf(dynamodb, 'dist-es/runtimeConfig.js');

  it('is its version', () => {
    const manifest = sourceOf(dynamodb, 'package.json');
    expect(JSON.parse(versionAlone(manifest))).toEqual({ version: JSON.parse(manifest).version });
    expect(() => assertReadsVersionAlone(configuration)).not.toThrow();
  });

  it('fails the build when it is something else', () => {
    expect(() => versionAlone('{"name":"client"}')).toThrow(`${dynamodb}/package.json has no version:`);
    const others = [
      configuration.replace('packageInfo.version', 'packageInfo.name'),
      configuration.replace('packageInfo.version', 'packageInfo'),
      configuration.replace('import packageInfo from "../package.json"', 'import { version } from "../package.json"'),
      configuration.replaceAll('packageInfo', 'manifest'),
    ];
    for (const other of others) {
      expect(() => assertReadsVersionAlone(other)).toThrow(
        'runtimeConfig.js reads more of package.json than the version',
      );
    }
  });
});

describe('a bundle with the SDK', () => {
  it('is made of the SDK as it is', async () => {
    await expect(bundle(copyOf(dynamodb), dynamodb)).resolves.toMatchObject({ errors: [] });
  });

  it('is not made where a file of it has changed', async () => {
    const copy = copyOf(dynamodb);
    change(copy, 'dist-es/runtimeConfig.js', 'packageInfo.version', 'packageInfo.name');
    await expect(bundle(copy, dynamodb)).rejects.toThrow(
      'reads more of package.json than the version: local/osls/trim-sdk',
    );
  });

  it('is not made where a file of it is gone', async () => {
    const copy = copyOf(dynamodb);
    renameSync(path.join(copy, 'dist-es/runtimeConfig.js'), path.join(copy, 'dist-es/configuration.js'));
    change(copy, 'dist-es/DynamoDBClient.js', './runtimeConfig"', './configuration"');
    await expect(bundle(copy, dynamodb)).rejects.toThrow(
      `${dynamodb}/dist-es/runtimeConfig.js is gone: local/osls/trim-sdk.ts changes it, and has to be looked at.`,
    );
  });

  it('is not made where the client asks more of its cache of endpoints than our own has', async () => {
    const copy = copyOf('@aws-sdk/middleware-endpoint-discovery');
    change(copy, 'dist-es/resolveEndpointDiscoveryConfig.js', '{ EndpointCache }', '{ EndpointCache, EndpointList }');
    change(copy, 'dist-es/resolveEndpointDiscoveryConfig.js', 'new EndpointCache(', 'new EndpointCache(EndpointList, ');
    await expect(bundle(copy, '@aws-sdk/middleware-endpoint-discovery')).rejects.toThrow(
      /No matching export in "shared\/gateways\/endpoint-cache.ts" for import "EndpointList"/,
    );
  });
});

describe('the WebAuthn library', () => {
  const esm = (file: string): string => fileOf(webauthn, `esm/${file}`);
  const sentenceOf = (file: string, what: string): string =>
    `${webauthn}/esm/${file} ${what}: local/osls/trim-webauthn.ts changes it, and has to be looked at.`;

  it('is bundled as it is', async () => {
    const { outputFiles } = await bundle(copyOf(webauthn), webauthn);
    expect(outputFiles.map(({ text }) => text).join('')).not.toContain('BEGIN CERTIFICATE-----\nMII');
  });

  it.each([
    ['no function', 'export const verifyAttestationApple = 1;'],
    ['another function', 'export function verifyApple() {}'],
    ['two functions', 'export async function verifyAttestationApple(o) {}\nexport function other() {}'],
    ['nothing', ''],
  ])('fails the build when a statement is checked by %s', (_what, source) => {
    const file = 'registration/verifications/verifyAttestationApple.js';
    const what = 'exports something else than the function verifyAttestationApple';
    expect(() => withoutStatement(esm(file), source)).toThrow(sentenceOf(file, what));
  });

  it.each([
    ['bytes', 'export const Apple_WebAuthn_Root_CA = new Uint8Array([1]);'],
    ['text with something in it', 'export const Apple_WebAuthn_Root_CA = `a${b}`;'],
    ['certificates and more', 'export const a = `b`;\nexport const c = 1;'],
    ['nothing', ''],
  ])('fails the build when certificates are %s', (_what, source) => {
    const file = 'services/defaultRootCerts/apple.js';
    const what = 'exports something else than certificates as text';
    expect(() => withoutCertificates(esm(file), source)).toThrow(sentenceOf(file, what));
  });

  it.each([
    ['more', 'export function unwrapEC2Signature(signature, crv, options) {'],
    ['less', 'export function unwrapEC2Signature(signature) {'],
    ['it later', 'export async function unwrapEC2Signature(signature, crv) {'],
    ['it by another name', 'export function unwrapSignature(signature, crv) {'],
    ['something besides', 'export function unwrapEC2Signature(signature, crv) {\n}\nexport const a = 1;'],
  ])('fails the build when what stands in for our own function takes %s', (_what, source) => {
    const file = 'helpers/iso/isoCrypto/unwrapEC2Signature.js';
    const what = 'exports something else than the function unwrapEC2Signature(signature, crv)';
    expect(() => assertUnwraps(esm(file), source)).toThrow(sentenceOf(file, what));
  });

  it('is not bundled where another file reads certificates', async () => {
    const copy = copyOf(webauthn);
    const file = 'helpers/iso/isoCrypto/verifyEC2.js';
    const source = readFileSync(path.join(copy, 'esm', file), 'utf8');
    writeFileSync(path.join(copy, 'esm', file), `import { AsnParser } from '@peculiar/asn1-schema';\n${source}`);
    await expect(bundle(copy, webauthn)).rejects.toThrow(sentenceOf(file, 'imports @peculiar/asn1-schema'));
  });

  it.each([
    ['certificates', 'services/defaultRootCerts/apple.js', 'services/settingsService.js'],
    [
      'the check of a statement',
      'registration/verifications/verifyAttestationPacked.js',
      'registration/verifyRegistrationResponse.js',
    ],
  ])('is not bundled where the file with %s is gone', async (_what, file, importer) => {
    const copy = copyOf(webauthn);
    const [from, to] = [path.basename(file), `other-${path.basename(file)}`];
    renameSync(path.join(copy, 'esm', file), path.join(copy, 'esm', path.dirname(file), to));
    change(copy, `esm/${importer}`, from, to);
    await expect(bundle(copy, webauthn)).rejects.toThrow(sentenceOf(file, 'is gone'));
  });

  it('is not bundled where a file has changed', async () => {
    const copy = copyOf(webauthn);
    const file = 'helpers/iso/isoCrypto/unwrapEC2Signature.js';
    change(copy, `esm/${file}`, '(signature, crv)', '(signature, crv, strict)');
    await expect(bundle(copy, webauthn)).rejects.toThrow('than the function unwrapEC2Signature(signature, crv): local');
  });
});

describe('serverless-offline', () => {
  it.each([
    ['a function', undefined, 'serverless-offline has no invoke: local/osls/offline-fixes.ts'],
    ['the order of arguments', (name: string, event: unknown) => [name, event], 'without `async invoke('],
  ])('is not started where it has changed %s', (_what, given, sentence) => {
    expect(() => assertKnown('invoke', given)).toThrow(sentence);
  });

  it.each([
    ['result = `"${result}"`', 'result = JSON.stringify(result)'],
    ['trace: err.stack', 'stackTrace: err.stack'],
    ['UnhandledError: true', 'FunctionError: "Unhandled"'],
    ['functionNames.includes(functionName)', 'functionNames.has(functionName)'],
    ['lambdaFunction.runHandler()\n      return', 'lambdaFunction.runHandler().catch(log.error)\n      return'],
  ])('is not started where it has something else for %s', async (from, to) => {
    const copy = copyOf('serverless-offline/src/lambda/routes/invocations');
    writeFileSync(path.join(copy, 'package.json'), '{"type":"module"}');
    change(copy, 'InvocationsController.js', 'import { log } from "../../../utils/log.js"', 'const log = {}');
    const load = async (file: string): Promise<unknown> =>
      (await import(pathToFileURL(path.join(copy, file)).href)).default.prototype.invoke;
    const found = await load('InvocationsController.js');
    expect(() => assertKnown('invoke', found)).not.toThrow();
    writeFileSync(path.join(copy, 'Other.js'), readFileSync(path.join(copy, 'InvocationsController.js')));
    change(copy, 'Other.js', from, to);
    const other = await load('Other.js');
    expect(() => assertKnown('invoke', other)).toThrow(/^serverless-offline has another invoke, without `/);
  });

  it.each([
    ['no server', []],
    ['one server', [true]],
    ['no server for invocations', [false, false]],
    ['two servers for invocations', [true, true]],
    ['a third server', [true, false, false]],
  ])('is not left running where %s is guarded', (_what, guarded) => {
    expect(() => assertGuarded(guarded)).toThrow('starts its servers in another way: local/osls/guard-offline.ts');
    expect(() => assertGuarded([true, false])).not.toThrow();
  });
});
