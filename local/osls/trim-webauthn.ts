import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

const isLibrary = (importer: string): boolean => /@simplewebauthn[\\/]server[\\/]/.test(importer);

const resolving = Symbol('resolving');

/**
 * Leaves out of the WebAuthn library what looks at who made an authenticator, for nobody asks: statements about that,
 * the certificates they are checked by, and 370 kB of packages that read certificates. What those do to signatures
 * besides, our own function does.
 */
export const trimWebAuthn: Plugin = {
  name: 'trim-webauthn',
  setup: (build) => {
    build.onResolve({ filter: /^\.\/unwrapEC2Signature\.js$/ }, ({ importer }) =>
      isLibrary(importer) ? { path: path.resolve('shared/domain/passkeys/ecdsa-signature.ts') } : undefined,
    );

    build.onResolve({ filter: /^(?:@peculiar\/|reflect-metadata$)/ }, ({ path: name, importer }) =>
      isLibrary(importer) ? { path: name, namespace: 'no-certificates' } : undefined,
    );
    // CommonJS: what is imported by name is then missing when it is used, not when it is bundled.
    build.onLoad({ filter: /.*/, namespace: 'no-certificates' }, () => ({ contents: 'module.exports = {};' }));

    // Its index names everything there is; what nobody calls may go.
    build.onResolve({ filter: /^@simplewebauthn\/server|^\.\.?\// }, async ({ path: name, pluginData, ...from }) => {
      if (pluginData === resolving || !(isLibrary(from.importer) || name.startsWith('@'))) return undefined;
      const { importer, kind, resolveDir } = from;
      const found = await build.resolve(name, { importer, kind, resolveDir, pluginData: resolving });
      return { ...found, sideEffects: false };
    });

    // Each file has one function, of the file's name.
    const attestation =
      /@simplewebauthn[\\/]server[\\/]esm[\\/](?:registration[\\/]verifications[\\/].*verify\w+|helpers[\\/]convertX509\w+)\.js$/;
    build.onLoad({ filter: attestation }, ({ path: file }) => ({
      contents: `export const ${path.basename(file, '.js')} = () => false;`,
    }));

    const certificates = /@simplewebauthn[\\/]server[\\/]esm[\\/]services[\\/]defaultRootCerts[\\/]/;
    build.onLoad({ filter: certificates }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll(/`[^`]*`/g, "''"),
    }));
  },
};
