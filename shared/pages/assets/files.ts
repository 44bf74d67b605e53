/** The files of the pages, for those who ask for them. */
import { type PageFile, toPageFiles } from './page-files.ts';
import { script, securityData, styles } from './sources.ts';

const { stylesheet, pageScript, securityScript } = toPageFiles({ styles, script, securityData });

// By name and ending.
const files: ReadonlyMap<string | undefined, PageFile> = new Map([
  ['pages css', stylesheet],
  ['pages js', pageScript],
  ['security-data js', securityScript],
]);

/** The script that apps load into their own pages. Its path is always the same. */
const securityScriptOfApps = '/assets/amazon-cognito-advanced-security-data.min.js';

/**
 * The file that a path names. After a deployment, pages of the one before may still ask for theirs: they get the file of
 * today, of which `isExact` is false, as it is where a path has no hash. Undefined for a path of another form.
 */
export const pageFileAt = (path: string): { readonly file: PageFile; readonly isExact: boolean } | undefined => {
  if (path === securityScriptOfApps) return { file: securityScript, isExact: false };
  const [, name, ending] = /^\/assets\/([a-z-]+)\.[\da-f]{16}\.(css|js)$/.exec(path) ?? [];
  const file = files.get(`${name} ${ending}`);
  return file && { file, isExact: file.path === path };
};
