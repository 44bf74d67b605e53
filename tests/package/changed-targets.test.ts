import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, it, onTestFinished } from 'vitest';
import { bundleOptions } from '#local/osls/esbuild-options.ts';
import { unreachedBy } from '#local/osls/trim-saml.ts';
import { markedPure, namesAlone, nothingSent, withoutEndpoints, withoutSchemas } from '#local/osls/trim-sdk.ts';
import { assertUnwraps, withoutCertificates, withoutStatement } from '#local/osls/trim-webauthn.ts';

const dynamodb = '@aws-sdk/client-dynamodb';
const core = '@smithy/core';
const saml = '@node-saml/node-saml';
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

/** Bundles all of the library in the folder, or one export of it, as functions are bundled. */
const bundle = (copy: string, library: string, one = '* as all') => {
  const folder = copy.slice(0, copy.indexOf('node_modules'));
  const entry = path.join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `import ${one.startsWith('*') ? one : `{ ${one} as all }`} from '${library}'; console.log(all);`,
  );
  const options = bundleOptions({ entries: [entry], outdir: path.join(folder, 'out') });
  return build({ ...options, nodePaths: [path.resolve('node_modules')], write: false, logLevel: 'silent' });
};

describe("the SDK's client", () => {
  const sentence = (file: string, what: string): string =>
    `${dynamodb}/dist-es/${file}.js ${what}: local/osls/trim-sdk.ts changes it, and has to be looked at.`;

  it('has the names of its operations left', async () => {
    const names = namesAlone(sourceOf(dynamodb, 'dist-es/schemas/schemas_0.js'));
    expect(names).toContain("export const GetItem$ = [9, 'com.amazonaws.dynamodb', 'GetItem'];");
    const { outputFiles } = await bundle(copyOf(dynamodb), dynamodb, 'GetItemCommand');
    const code = outputFiles.map(({ text }) => text).join('');
    expect(code).toContain('GetItem');
    expect(code).not.toContain('ConsistentRead');
  });

  it.each([
    ['schemas/schemas_0', namesAlone, '= [9, n0, _', '= [9, n1, _', 'has no operations with names'],
    ['schemas/schemas_0', namesAlone, 'const _GI = "GetItem";', 'const _GI = "GetIt";', 'has no operations with names'],
    ['commandBuilder', withoutEndpoints, '"@smithy/core/endpoints"', '"@smithy/core"', 'imports no rules of endpoints'],
    ['DynamoDBClient', nothingSent, '{ __Client }', '{ __Client, a }', 'exports something else than __Client and'],
  ])('fails the build where %s has changed', (file, trim, from, to, what) => {
    const source = sourceOf(dynamodb, `dist-es/${file}.js`);
    expect(source).toContain(from);
    expect(() => trim(source)).not.toThrow();
    expect(() => trim(source.replaceAll(from, to))).toThrow(`${dynamodb}/dist-es/${file}.js ${what}`);
  });

  it('fails the build where a file of it has changed', async () => {
    const copy = copyOf(dynamodb);
    change(copy, 'dist-es/commandBuilder.js', '"@smithy/core/endpoints"', '"@smithy/core/dist-es/endpoints"');
    await expect(bundle(copy, dynamodb, 'GetItemCommand')).rejects.toThrow(
      sentence('commandBuilder', 'imports no rules of endpoints'),
    );
  });

  it('fails the build where a file of it is gone', async () => {
    const copy = copyOf(dynamodb);
    renameSync(path.join(copy, 'dist-es/commandBuilder.js'), path.join(copy, 'dist-es/builder.js'));
    for (const command of readdirSync(path.join(copy, 'dist-es/commands'))) {
      if (command.endsWith('Command.js'))
        change(copy, `dist-es/commands/${command}`, '../commandBuilder"', '../builder"');
    }
    await expect(bundle(copy, dynamodb, 'GetItemCommand')).rejects.toThrow(sentence('commandBuilder', 'is gone'));
  });

  it.each([
    'import { NormalizedSchema } from "@smithy/core/schema";',
    'import { schemaLogFilter } from "./schemaLogFilter";',
  ])('fails the build where the base of commands lacks %s', (imported) => {
    const file = 'dist-es/submodules/client/smithy-client/command.js';
    const source = sourceOf(core, file);
    expect(withoutSchemas(source)).not.toContain(imported);
    expect(() => withoutSchemas(source.replace(imported, ''))).toThrow(`${core}/${file} does not import `);
  });

  it('brings nothing along that only an index makes', async () => {
    expect(markedPure('export const one = bindOne(two);')).toBe('export const one = /* @__PURE__ */ bindOne(two);');
    const { metafile } = await bundle(copyOf(dynamodb), dynamodb, 'GetItemCommand');
    const [{ inputs = {} } = {}] = Object.values(metafile.outputs).filter(({ entryPoint }) => entryPoint);
    const left = Object.keys(inputs).filter((file) => /retry|serde|endpoints|schema\/|config\/|partition/.test(file));
    expect(left).toEqual([]);
  });

  it('fails the build that would send something by it', async () => {
    await expect(bundle(copyOf(dynamodb), dynamodb, 'DynamoDBClient')).rejects.toThrow(
      sentence('DynamoDBClient', 'is used'),
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
  it('starts its servers at no other steps than those that local/osls/offline.ts comes before', async () => {
    const { default: Plugin } = await import(pathToFileURL(fileOf('serverless-offline', 'src/index.js')).href);
    const { commands, hooks } = new Plugin({}, {}, {});
    const { lifecycleEvents, commands: inner } = commands.offline;
    const { start, functionsUpdated } = inner;
    expect(Object.keys(commands)).toEqual(['offline']);
    expect(lifecycleEvents).toEqual(['start']);
    expect(Object.keys(inner).sort()).toEqual(['functionsUpdated', 'start']);
    expect(start.lifecycleEvents[0]).toBe('init');
    // No command of the console.
    expect(functionsUpdated.type).toBe('entrypoint');
    expect(Object.keys(hooks).sort()).toEqual([
      'offline:functionsUpdated:cleanup',
      'offline:start',
      'offline:start:end',
      'offline:start:init',
      'offline:start:ready',
    ]);
  });
});

describe('the SAML library', () => {
  it('has only its verification of signatures left', async () => {
    const { outputFiles } = await bundle(copyOf(saml), `${saml}/lib/xml.js`, 'getVerifiedXml');
    const code = outputFiles.map(({ text }) => text).join('');
    expect(code).toContain('getSignedReferences');
    expect(code).not.toContain('aes-256-gcm');
  });

  it('fails the build where the file has changed, or is gone', () => {
    const source = sourceOf(saml, 'lib/xml.js');
    expect(unreachedBy(source)).toEqual(['xml-encryption', 'xml2js', 'xmlbuilder']);
    expect(() => unreachedBy(source.replace('require("xml2js")', 'require("xml3js")'))).toThrow(
      `${saml}/lib/xml.js loads no xml2js: local/osls/trim-saml.ts changes it, and has to be looked at.`,
    );
  });
});
