/**
 * The form under which a username or alias is unique: NFKC, so that look-alike encodings are one name; where case does
 * not matter, folded through upper case, which unites ß and ẞ with ss and final with medial sigma as Unicode's full
 * case folding does. Dotted İ stays apart from i.
 */
export const nameKey = (name: string, caseSensitive: boolean): string => {
  const normal = name.normalize('NFKC');
  return caseSensitive ? normal : normal.toLowerCase().toUpperCase().toLowerCase().normalize('NFKC');
};
