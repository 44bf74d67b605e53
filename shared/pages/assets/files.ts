/** The files of the pages, for those who ask for them. */
import { type PageFile, toPageFiles } from './page-files.ts';
import { script, styles } from './sources.ts';

const { stylesheet, pageScript } = toPageFiles({ styles, script });

/**
 * The file that a path names. After a deployment, pages of the one before may still ask for theirs: they get the file of
 * today, of which `isExact` is false. Undefined for a path of another form.
 */
export const pageFileAt = (path: string): { readonly file: PageFile; readonly isExact: boolean } | undefined => {
  const ending = /^\/assets\/pages\.[\da-f]{16}\.(css|js)$/.exec(path)?.[1];
  if (ending === undefined) return undefined;
  const file = ending === 'css' ? stylesheet : pageScript;
  return { file, isExact: file.path === path };
};
