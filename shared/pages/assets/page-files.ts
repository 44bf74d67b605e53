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

const named = (name: string, text: string, ending: string, type: string): PageFile => {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return { path: `/assets/${name}.${hash}.${ending}`, type, text };
};

interface Sources {
  readonly styles: string;
  readonly script: string;
  readonly securityData: string;
}

const javaScript = 'text/javascript;charset=UTF-8';

/**
 * The one stylesheet and the one script of the pages, made of their sources, and the script that tells of the device where
 * threat protection is on.
 */
export const toPageFiles = ({ styles, script, securityData }: Sources) => ({
  // The default style of managed login is in it, so that only a client's own style is a file more.
  stylesheet: named('pages', brandingCss(defaultSettings) + styles, 'css', 'text/css;charset=UTF-8'),
  pageScript: named('pages', script, 'js', javaScript),
  securityScript: named('security-data', securityData, 'js', javaScript),
});
