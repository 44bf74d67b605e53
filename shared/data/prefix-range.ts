// The last character that there is, which no text has: it is kept for marks like this one.
const last = '\u{10ffff}';

/**
 * From where to where keys begin with a text, for BETWEEN: the same range as `begins_with`, which an embedded database
 * finds by looking at every key of the partition.
 */
export const prefixRange = (text: string): { readonly ':from': string; readonly ':to': string } => ({
  ':from': text,
  ':to': `${text}${last}`,
});
