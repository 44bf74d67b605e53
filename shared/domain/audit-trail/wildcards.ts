const placeOf = (text: string, piece: string, from: number, end: number): number => {
  const at = text.indexOf(piece, from);
  return at < 0 || at + piece.length > end ? -1 : at;
};

/**
 * True where the text fits the pattern, in which `*` is for any characters. Upper and lower case count. It takes no longer for a
 * pattern of many `*`, as a regular expression would.
 */
export const fitsWildcards = (pattern: string, text: string): boolean => {
  const [first = '', ...others] = pattern.split('*');
  const last = others.pop();
  if (last === undefined) return text === first;
  const end = text.length - last.length;
  if (!text.startsWith(first) || !text.endsWith(last) || first.length > end) return false;
  let from = first.length;
  // The first place that fits is the best one: it leaves most to the pieces that follow.
  for (const piece of others) {
    const at = placeOf(text, piece, from, end);
    if (at < 0) return false;
    from = at + piece.length;
  }
  return true;
};
