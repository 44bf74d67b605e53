/** The paths of the page files. A bundle carries these alone, so that pages come without the texts of the files. */
import { toPageFiles } from './page-files.ts';
import { script, styles } from './sources.ts';

const files = toPageFiles({ styles, script });

export const stylesheetPath = files.stylesheet.path;
export const pageScriptPath = files.pageScript.path;
