import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';
import { changedTarget, expectFiles } from './changed-target.ts';

const library = '@simplewebauthn/server';
const resolving = Symbol('resolving');

const isLibrary = (importer: string): boolean => /@simplewebauthn[\\/]server[\\/]/.test(importer);

const nameOf = (file: string): string =>
  file.slice(file.lastIndexOf(path.join(library, 'esm'))).replaceAll(path.sep, '/');

const changed = (file: string, what: string): Error => changedTarget(nameOf(file), what, 'trim-webauthn');

const signature = 'esm/helpers/iso/isoCrypto/unwrapEC2Signature.js';

const attestations = [
  'esm/helpers/convertX509PublicKeyToCOSE.js',
  ...['AndroidKey', 'AndroidSafetyNet', 'Apple', 'FIDOU2F', 'Packed'].map(
    (format) => `esm/registration/verifications/verifyAttestation${format}.js`,
  ),
  'esm/registration/verifications/tpm/verifyAttestationTPM.js',
];

const certificates = ['android-key', 'android-safetynet', 'apple', 'mds'].map(
  (issuer) => `esm/services/defaultRootCerts/${issuer}.js`,
);

// Files that read certificates. Only attestation statements lead to them, which nobody asks for.
const readers = [
  'getCertificateInfo',
  'isCertRevoked',
  'mapX509SignatureAlgToCOSEAlg',
  'validateCertificatePath',
  'validateExtFIDOGenCEAAGUID',
].map((helper) => `${library}/esm/helpers/${helper}.js`);

/**
 * The replacement for a file with one function, which has the file's name: that function, which always says no. Throws
 * for any other file.
 */
export const withoutStatement = (file: string, source: string): string => {
  const name = path.basename(file, '.js');
  const exported = [...source.matchAll(/^export (.*)$/gm)].map(([, what = '']) => what);
  const isOne = exported.length === 1 && new RegExp(`^(?:async )?function ${name}\\(`).test(exported[0] ?? '');
  if (!isOne) throw changed(file, `exports something else than the function ${name}`);
  return `export const ${name} = () => false;`;
};

/** A file of certificates in which each of them is empty. Throws for any other file. */
export const withoutCertificates = (file: string, source: string): string => {
  const names = [...source.matchAll(/^export const (\w+) = `[^`$]*`;$/gm)].map(([, name]) => name);
  if (names.length === 0 || source.match(/^export /gm)?.length !== names.length) {
    throw changed(file, 'exports something else than certificates as text');
  }
  return names.map((name) => `export const ${name} = '';`).join('\n');
};

/** Throws where the file is not the one that our own function replaces. */
export const assertUnwraps = (file: string, source: string): void => {
  const exported = [...source.matchAll(/^export (.*)$/gm)].map(([, what]) => what);
  if (exported.length === 1 && exported[0] === 'function unwrapEC2Signature(signature, crv) {') return;
  throw changed(file, 'exports something else than the function unwrapEC2Signature(signature, crv)');
};

// Another file may be one that sign-ins use.
const assertReadsCertificates = (file: string, what: string): void => {
  if (!readers.includes(nameOf(file))) throw changed(file, `imports ${what}`);
};

const endingWith = (files: readonly string[]): RegExp =>
  new RegExp(
    `@simplewebauthn[\\\\/]server[\\\\/](?:${files.join('|').replaceAll('/', '[\\\\/]').replaceAll('.js', '\\.js')})$`,
  );

/**
 * Leaves out of the WebAuthn library what checks who made an authenticator, as nobody asks for that: attestation
 * statements, the certificates that they are checked with, and 370 kB of packages that read certificates. Our own
 * function replaces what those packages do for signatures.
 */
export const trimWebAuthn: Plugin = {
  name: 'trim-webauthn',
  setup: (build) => {
    build.onLoad({ filter: endingWith([signature]) }, async ({ path: file }) => {
      assertUnwraps(file, await readFile(file, 'utf8'));
      const ours = JSON.stringify(path.resolve('shared/domain/passkeys/ecdsa-signature.ts'));
      return { contents: `export { unwrapEC2Signature } from ${ours};`, resolveDir: path.dirname(file) };
    });

    build.onResolve({ filter: /^(?:@peculiar\/|reflect-metadata$)/ }, ({ path: name, importer }) => {
      if (!isLibrary(importer)) return undefined;
      assertReadsCertificates(importer, name);
      return { path: name, namespace: 'no-certificates' };
    });
    // CommonJS, so that a missing export is noticed when it is used, not when it is bundled.
    build.onLoad({ filter: /.*/, namespace: 'no-certificates' }, () => ({ contents: 'module.exports = {};' }));

    // Its index imports everything, so that everything would stay. What nobody calls may go.
    build.onResolve({ filter: /^@simplewebauthn\/server|^\.\.?\// }, async ({ path: name, pluginData, ...from }) => {
      if (pluginData === resolving || !(isLibrary(from.importer) || name.startsWith('@'))) return undefined;
      const { importer, kind, resolveDir } = from;
      const found = await build.resolve(name, { importer, kind, resolveDir, pluginData: resolving });
      return { ...found, sideEffects: false };
    });

    build.onLoad({ filter: endingWith(attestations) }, async ({ path: file }) => ({
      contents: withoutStatement(file, await readFile(file, 'utf8')),
    }));
    build.onLoad({ filter: endingWith(certificates) }, async ({ path: file }) => ({
      contents: withoutCertificates(file, await readFile(file, 'utf8')),
    }));

    const files = [signature, ...attestations, ...certificates];
    expectFiles(build, { plugin: 'trim-webauthn', package: library, files });
  },
};
