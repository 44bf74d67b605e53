import type { TextPattern } from './shapes.ts';

// On a long text, an engine that backtracks starts again from every place where half of such a pattern matches. That
// can take minutes. So these functions check what the patterns say without them.

const printable = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const isPrintable = (text: string): boolean => /^[\p{L}\p{M}\p{S}\p{N}\p{P}\s]*$/u.test(text);
const isPrintableWord = (text: string): boolean => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]*$/u.test(text);

/** Text with a placeholder for a code. */
export const codePattern: TextPattern = {
  pattern: `${printable}\\{####\\}${printable}`,
  matches: (text) => isPrintable(text) && text.includes('{####}'),
};

/** Text with a placeholder for a link, around the words to click. */
export const linkPattern: TextPattern = {
  pattern: `${printable}\\{##${printable}##\\}${printable}`,
  matches: (text) => {
    const start = text.indexOf('{##');
    return isPrintable(text) && start >= 0 && text.includes('##}', start + 3);
  },
};

/** An address, as far as the model checks it: something on both sides of an @. */
export const addressPattern: TextPattern = {
  pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+',
  matches: (text) => isPrintableWord(text) && text.slice(1, -1).includes('@'),
};
