/** A part of a text for Fn::Sub: as it is, or a name whose value takes its place. */
export type SubPart = { readonly text: string } | { readonly name: string };

/**
 * The parts of a text for Fn::Sub. `${Name}` and `${Name.Attribute}` are names. `${!Name}` stands for `${Name}` itself.
 * Undefined where a `${` has no end.
 */
export const subParts = (text: string): readonly SubPart[] | undefined => {
  const parts: SubPart[] = [];
  let at = 0;
  while (at < text.length) {
    const begin = text.indexOf('${', at);
    if (begin < 0) break;
    const end = text.indexOf('}', begin);
    if (end < 0) return undefined;
    if (begin > at) parts.push({ text: text.slice(at, begin) });
    const inside = text.slice(begin + 2, end);
    parts.push(inside.startsWith('!') ? { text: `\${${inside.slice(1)}}` } : { name: inside.trim() });
    at = end + 1;
  }
  if (at < text.length) parts.push({ text: text.slice(at) });
  return parts;
};
