/** The one stylesheet and the one script of the pages. Each has a hash of its content in its name. */
import { createHash } from 'node:crypto';
import { brandingCss } from '#shared/domain/branding/css-variables.ts';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';
import { script, styles } from './sources.ts';

/** A file that pages load. */
export interface PageFile {
  /** The same at every host of the deployment. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const named = (text: string, ending: string, type: string): PageFile => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: `/assets/pages.${hash}.${ending}`, type, text };
};

// The default style of managed login is in it, so that only a client's own style is a file more.
export const stylesheet = named(brandingCss(defaultSettings) + styles, 'css', 'text/css;charset=UTF-8');
export const pageScript = named(script, 'js', 'text/javascript;charset=UTF-8');

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
