/** The texts of the page files. They are read here where nothing is bundled; a bundle carries them, minified. */
import { readFileSync } from 'node:fs';

const read = (file: string): string => readFileSync(new URL(file, import.meta.url), 'utf8');

export const styles = read('./classic.css');
export const script = read('./pages.js');
