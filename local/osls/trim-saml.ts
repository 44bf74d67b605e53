import { readFileSync } from 'node:fs';
import type { Plugin } from 'esbuild';
import { changedTarget, expectFiles } from './changed-target.ts';

const library = '@node-saml/node-saml';
const file = 'lib/xml.js';

// Loaded by that file for functions of it that nobody calls.
const unused = ['xml-encryption', 'xml2js', 'xmlbuilder'];

/** The packages that the file loads and no function of ours reaches. Throws where it is no longer as it was. */
export const unreachedBy = (source: string): readonly string[] => {
  for (const name of unused) {
    if (!source.includes(`require("${name}")`))
      throw changedTarget(`${library}/${file}`, `loads no ${name}`, 'trim-saml');
  }
  return unused;
};

/**
 * Leaves out of the bundle what node-saml loads beside the verification of signatures: a writer, a second reader of XML, and
 * its decryption. Nothing of ours calls them: shared/services/federation/saml/verified-xml.ts.
 */
export const trimSaml: Plugin = {
  name: 'trim-saml',
  setup: (build) => {
    build.onResolve({ filter: /^xml-encryption$|^xml2js$|^xmlbuilder$/ }, ({ path, importer }) => {
      if (!/@node-saml[\\/]node-saml[\\/]lib[\\/]xml\.js$/.test(importer)) return undefined;
      return unreachedBy(readFileSync(importer, 'utf8')).includes(path) ? { path, namespace: 'no-saml' } : undefined;
    });
    // CommonJS, so that a missing export is noticed when it is used, not when it is bundled.
    build.onLoad({ filter: /.*/, namespace: 'no-saml' }, () => ({ contents: 'module.exports = {};' }));
    expectFiles(build, { plugin: 'trim-saml', package: library, files: [file] });
  },
};
