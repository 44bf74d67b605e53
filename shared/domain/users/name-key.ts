// Nobody has a longer name, and to normalize one takes time by the square of its combining marks.
const longestName = 2048;

const isTooLong = (name: string): boolean => name.length > longestName;

/**
 * The form under which a username or alias is unique: NFKC, so that look-alike encodings are one name; where case does
 * not matter, folded through upper case, which unites ß and ẞ with ss and final with medial sigma as Unicode's full
 * case folding does. Dotted İ stays apart from i. What is too long to be a name, or would be by NFKC, stays as it is.
 */
export const nameKey = (name: string, caseSensitive: boolean): string => {
  const normal = isTooLong(name) ? name : name.normalize('NFKC');
  if (isTooLong(normal)) return name;
  return caseSensitive ? normal : normal.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
};

/** NFKC, but for what is too long to be a name. */
export const normalized = (name: string): string => nameKey(name, true);
