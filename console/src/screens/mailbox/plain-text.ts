const unseen = /<!--[\s\S]*?(?:-->|$)|<(head|script|style|template|title)\b[\s\S]*?(?:<\/\1\s*>|$)/gi;
// Bounded, so that a mail without ends takes no longer than others.
const tag = /<(\/?)([a-z][a-z0-9]{0,20})\b((?:"[^"]{0,2000}"|'[^']{0,2000}'|[^'"<>])*)>/gi;
const blocks = /^(?:address|article|blockquote|br|div|h[1-6]|hr|li|ol|p|pre|table|td|tr|ul)$/i;
const target = /\bhref\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i;

const named: Readonly<Record<string, string>> = { amp: '&', apos: "'", gt: '>', lt: '<', nbsp: ' ', quot: '"' };

const decoded = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (all, decimal, hexadecimal, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? all;
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : all;
  });

/**
 * The text of an e-mail that has HTML alone, with the addresses of its links. It is made of the text: a document would be
 * held to the Content-Security-Policy, which refuses the styles of mails.
 */
export const plainText = (html: string): string => {
  let link = '';
  const text = html
    .replace(unseen, '')
    .replace(/\s+/g, ' ')
    .replace(tag, (_all, closing: string, name: string, attributes: string) => {
      if (name.toLowerCase() === 'a') {
        const [, double, single, bare] = closing ? [] : (target.exec(attributes) ?? []);
        const shown = closing && /^https?:/i.test(link) ? ` (${link})` : '';
        link = double ?? single ?? bare ?? '';
        return shown;
      }
      return blocks.test(name) ? '\n' : '';
    });
  return decoded(text)
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
};
