// Nobody has a longer name, and normalizing takes time with the square of the number of combining marks.
const longestName = 2048;

const isTooLong = (name: string): boolean => name.length > longestName;

/**
 * The form under which a username or alias is unique: NFKC, so that look-alike encodings are one name. Where case does
 * not matter, it is folded by way of upper case. This makes ß and ẞ equal to ss, and a final sigma equal to a medial
 * one, as in Unicode's full case folding. Dotted İ stays different from i. A text that is too long to be a name, or
 * would be after NFKC, stays as it is.
 */
export const nameKey = (name: string, caseSensitive: boolean): string => {
  const normal = isTooLong(name) ? name : name.normalize('NFKC');
  if (isTooLong(normal)) return name;
  return caseSensitive ? normal : normal.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
};

/** The text in NFKC, unless it is too long to be a name. */
export const normalized = (name: string): string => nameKey(name, true);
