// The last code point of all. It is in no text, as it is reserved for uses like this one.
const last = '\u{10ffff}';

/**
 * The range of keys that begin with a text, for BETWEEN. It is the same range as with `begins_with`, for which an
 * embedded database looks at every key of the partition.
 */
export const prefixRange = (text: string): { readonly ':from': string; readonly ':to': string } => ({
  ':from': text,
  ':to': `${text}${last}`,
});
