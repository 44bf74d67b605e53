import { createHash } from 'node:crypto';
import { brandingCss } from '#shared/domain/branding/css-variables.ts';
import { defaultSettings } from '#shared/domain/branding/default-settings.ts';

/** A file that pages load. */
export interface PageFile {
  /** The same at every host of the deployment, with a hash of the text in it. */
  readonly path: string;
  readonly type: string;
  readonly text: string;
}

const named = (text: string, ending: string, type: string): PageFile => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: `/assets/pages.${hash}.${ending}`, type, text };
};

/** The one stylesheet and the one script of the pages, made of their sources. */
export const toPageFiles = ({ styles, script }: { readonly styles: string; readonly script: string }) => ({
  // The default style of managed login is in it, so that only a client's own style is a file more.
  stylesheet: named(brandingCss(defaultSettings) + styles, 'css', 'text/css;charset=UTF-8'),
  pageScript: named(script, 'js', 'text/javascript;charset=UTF-8'),
});
