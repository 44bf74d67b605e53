// Nobody has a longer name, and to normalize one takes time by the square of its combining marks.
const longestName = 2048;

/** NFKC, but for what is too long to be a name: that stays as it is. */
export const normalized = (name: string): string => (name.length > longestName ? name : name.normalize('NFKC'));

/**
 * The form under which a username or alias is unique: NFKC, so that look-alike encodings are one name; where case does
 * not matter, folded through upper case, which unites ß and ẞ with ss and final with medial sigma as Unicode's full
 * case folding does. Dotted İ stays apart from i. What is too long to be a name stays as it is.
 */
export const nameKey = (name: string, caseSensitive: boolean): string => {
  const normal = normalized(name);
  return caseSensitive || name.length > longestName
    ? normal
    : normal.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
};
