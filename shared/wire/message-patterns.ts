import type { TextPattern } from './fields.ts';

// An engine that backtracks looks at a long text again from every place where half of such a pattern fits, which can
// take it minutes: what the patterns say is found out without them.

const printable = '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\s*]*';
const isPrintable = (text: string): boolean => /^[\p{L}\p{M}\p{S}\p{N}\p{P}\s]*$/u.test(text);
const isPrintableWord = (text: string): boolean => /^[\p{L}\p{M}\p{S}\p{N}\p{P}]*$/u.test(text);

/** Text with a place for a code in it. */
export const codePattern: TextPattern = {
  pattern: `${printable}\\{####\\}${printable}`,
  matches: (text) => isPrintable(text) && text.includes('{####}'),
};

/** Text with a place for a link in it, around the words to click. */
export const linkPattern: TextPattern = {
  pattern: `${printable}\\{##${printable}##\\}${printable}`,
  matches: (text) => {
    const start = text.indexOf('{##');
    return isPrintable(text) && start >= 0 && text.includes('##}', start + 3);
  },
};

/** An address as far as the model looks at it: something on both sides of an @. */
export const addressPattern: TextPattern = {
  pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+@[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+',
  matches: (text) => isPrintableWord(text) && text.slice(1, -1).includes('@'),
};
