import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { type BuildOptions, type Plugin, transform } from 'esbuild';
import { toPageFiles } from '#shared/pages/assets/page-files.ts';
import { dataFiles } from './data-files.ts';
import { leaveOut, UNREACHED } from './leave-out.ts';
import { trimSaml } from './trim-saml.ts';
import { trimSdk } from './trim-sdk.ts';
import { trimWebAuthn } from './trim-webauthn.ts';

const require = createRequire(import.meta.url);

/** The one package that is not bundled: it loads a binary made for one machine. */
export const NATIVE_PACKAGE = '@node-rs/argon2';

// Lambda has no node_modules to read the file from, so its bytes are in the bundle. They are compressed, which takes 21
// kB off every function that hashes, and unpacked where they are used, in a third of a millisecond.
const inlineArgon2Wasm: Plugin = {
  name: 'inline-argon2-wasm',
  setup: (build) => {
    build.onLoad({ filter: /domain[\\/]passwords[\\/]argon2-wasm-bytes\.ts$/ }, () => {
      const packed = brotliCompressSync(readFileSync(require.resolve('argon2-browser/dist/argon2-simd.wasm')));
      return {
        loader: 'js',
        contents: `import { brotliDecompressSync } from 'node:zlib';
export const wasm = new Uint8Array(brotliDecompressSync(Buffer.from('${packed.toString('base64')}', 'base64')));`,
      };
    });
  },
};

const minified = async (folder: string, names: readonly string[], loader: 'css' | 'js'): Promise<string> => {
  const texts = names.map((name) => readFileSync(path.join(folder, name), 'utf8'));
  const { code } = await transform(texts.join('\n'), {
    loader,
    minify: true,
    ...(loader === 'js' && { format: 'iife' }),
    target: ['chrome90', 'firefox90', 'safari15'],
  });
  return code.trim();
};

const pageSourcesIn = async (folder: string) => ({
  styles: await minified(folder, ['classic.css', 'managed.css'], 'css'),
  script: await minified(folder, ['pages.js', 'managed.js'], 'js'),
  securityData: await minified(folder, ['security-data.js'], 'js'),
});

const constants = (values: Readonly<Record<string, string>>): { loader: 'js'; contents: string } => ({
  loader: 'js',
  contents: Object.entries(values)
    .map(([name, value]) => `export const ${name} = ${JSON.stringify(value)};`)
    .join(''),
});

// Lambda has none of these files either. Browsers get them as small as they can be. Pages only name them.
const inlinePageFiles: Plugin = {
  name: 'inline-page-files',
  setup: (build) => {
    build.onLoad({ filter: /pages[\\/]assets[\\/]sources\.ts$/ }, async ({ path: file }) =>
      constants(await pageSourcesIn(path.dirname(file))),
    );
    build.onLoad({ filter: /pages[\\/]assets[\\/]paths\.ts$/ }, async ({ path: file }) => {
      const { stylesheet, pageScript, securityScript } = toPageFiles(await pageSourcesIn(path.dirname(file)));
      return constants({
        stylesheetPath: stylesheet.path,
        pageScriptPath: pageScript.path,
        securityScriptPath: securityScript.path,
      });
    });
  },
};

/** The folder, in a function's zip, of all modules but that of its handler. */
export const CHUNKS = 'chunks';

/** What every bundle has in common, whatever it is made of. */
export const commonOptions = {
  assetNames: 'data/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  // Node reads modules as UTF-8. Escaped, the texts of pages in Japanese would be twice as long.
  charset: 'utf8',
  legalComments: 'none',
  external: [NATIVE_PACKAGE],
  metafile: true,
  logLevel: 'warning',
  // CommonJS packages in an ES module bundle still call require for Node's own modules.
  banner: { js: "import{createRequire as __req}from'node:module';const require=__req(import.meta.url);" },
} as const satisfies BuildOptions;

interface Purpose {
  readonly entries: readonly string[];
  readonly outdir: string;
  readonly extension?: '.mjs' | '.js';
  /** Packages whose import on demand never happens. */
  readonly without?: readonly string[];
}

/** Options of a run that bundles sources into readable code. Code that several functions share becomes chunks. */
export const bundleOptions = ({ entries, outdir, extension = '.mjs', without = [] }: Purpose) =>
  ({
    ...commonOptions,
    entryPoints: [...entries],
    outdir,
    outbase: '.',
    outExtension: { '.js': extension },
    entryNames: '[dir]/[name]',
    chunkNames: `${CHUNKS}/[name]-[hash]`,
    mainFields: ['module', 'main'],
    conditions: ['module', 'import', 'node'],
    sourcemap: 'inline',
    plugins: [
      inlineArgon2Wasm,
      inlinePageFiles,
      dataFiles,
      trimSaml,
      trimSdk,
      trimWebAuthn,
      leaveOut([...UNREACHED, ...without]),
    ],
  }) as const satisfies BuildOptions;
