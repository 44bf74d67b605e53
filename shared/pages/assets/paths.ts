/** The paths of the page files. A bundle carries these alone, so that pages come without the texts of the files. */
import { toPageFiles } from './page-files.ts';
import { script, securityData, styles } from './sources.ts';

const files = toPageFiles({ styles, script, securityData });

export const stylesheetPath = files.stylesheet.path;
export const pageScriptPath = files.pageScript.path;
export const securityScriptPath = files.securityScript.path;
