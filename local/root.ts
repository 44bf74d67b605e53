import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The folder of Gatehouse itself, which holds `resources/` and `functions/`, ending in a slash. In the package that is made
 * for npm, modules lie one folder deep, as this one does here.
 */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The folder with the bundles of all functions in a package that npm installed; undefined in a clone, which makes them. */
export const readyBundles = existsSync(`${root}bundles/manifest.json`) ? `${root}bundles` : undefined;

/** The folder of the built console in such a package. */
export const readyConsole = readyBundles && `${root}console`;
