import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Plugin } from 'esbuild';

// Its own index is CommonJS, which a bundler takes whole; the packages behind it are ES modules.
const asModules = (source: string): string =>
  [...source.matchAll(/^__exportStar\(require\("([^"]+)"\), exports\);$/gm)]
    .map(([, name]) => `export * from '${name}';`)
    .join('\n');

/**
 * Leaves out of the Encryption SDK the key rings that nobody uses, and puts our own three calls of KMS in place of the
 * client that its KMS key ring makes.
 */
export const trimEncryptionSdk: Plugin = {
  name: 'trim-encryption-sdk',
  setup: (build) => {
    build.onLoad(
      { filter: /@aws-crypto[\\/]client-node[\\/]build[\\/]main[\\/]src[\\/]index\.js$/ },
      async (index) => ({
        loader: 'js',
        contents: asModules(await readFile(index.path, 'utf8')),
      }),
    );
    build.onResolve({ filter: /^@aws-sdk\/client-kms$/ }, ({ importer }) =>
      /@aws-crypto[\\/]kms-keyring-node[\\/]/.test(importer)
        ? { path: path.resolve('shared/gateways/kms-client.ts') }
        : undefined,
    );
  },
};
