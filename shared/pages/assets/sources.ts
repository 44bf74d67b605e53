/** The texts of the page files. They are read here where nothing is bundled; a bundle carries them, minified. */
import { readFileSync } from 'node:fs';

const read = (files: readonly string[]): string =>
  files.map((file) => readFileSync(new URL(file, import.meta.url), 'utf8')).join('\n');

export const styles = read(['./classic.css', './managed.css']);
export const script = read(['./pages.js', './managed.js']);
export const securityData = read(['./security-data.js']);
