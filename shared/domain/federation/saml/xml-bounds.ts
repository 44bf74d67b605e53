import { SamlRefusal } from './saml-refusal.ts';

export interface XmlBounds {
  readonly maxChars: number;
  readonly maxDepth: number;
  readonly maxElements: number;
}

// Where a tag ends. A value in quotes may have a `>`.
const endOfTag = (text: string, from: number): number => {
  let quote = '';
  for (let at = from; at < text.length; at++) {
    const char = text.charAt(at);
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (char === '"' || char === "'") quote = char;
    else if (char === '>') return at;
  }
  throw new SamlRefusal('The XML is not well-formed');
};

const assertCounts = (text: string, { maxDepth, maxElements }: XmlBounds): void => {
  let depth = 0;
  let elements = 0;
  let at = text.indexOf('<');
  while (at >= 0) {
    const end = endOfTag(text, at + 1);
    if (text.charAt(at + 1) === '/') depth -= 1;
    else {
      elements += 1;
      depth += 1;
      if (depth > maxDepth) throw new SamlRefusal('The XML is too deep');
      if (elements > maxElements) throw new SamlRefusal('The XML has too many elements');
      if (text.charAt(end - 1) === '/') depth -= 1;
    }
    at = text.indexOf('<', end + 1);
  }
};

const declaration = /^\uFEFF?<\?xml\s[^<>?]{0,200}\?>/;

const assertUtf8 = (declared: string): void => {
  const encoding = /encoding\s*=\s*["']([^"']*)["']/i.exec(declared)?.[1];
  if (encoding !== undefined && encoding.toLowerCase() !== 'utf-8') throw new SamlRefusal('The XML is not UTF-8');
};

/** The text without its comments. Throws SamlRefusal for one that does not end. */
export const withoutComments = (text: string): string => {
  const kept: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<!--'); at >= 0; at = text.indexOf('<!--', from)) {
    const end = text.indexOf('-->', at + 4);
    if (end < 0) throw new SamlRefusal('The XML is not well-formed');
    kept.push(text.slice(from, at));
    from = end + 3;
  }
  return [...kept, text.slice(from)].join('');
};

/**
 * The text of XML that any parser may see: small and flat, without document types, comments, CDATA sections and processing
 * instructions, which parsers and signatures do not all read alike. Without the declaration. Throws SamlRefusal.
 */
export const plainXml = (text: string, bounds: XmlBounds): string => {
  if (text.length > bounds.maxChars) throw new SamlRefusal('The XML is too long');
  const declared = declaration.exec(text)?.[0] ?? '';
  assertUtf8(declared);
  const rest = text.slice(declared.length).replace(/^\uFEFF/, '');
  if (/<!DOCTYPE/i.test(rest)) throw new SamlRefusal('The XML has a document type');
  if (rest.includes('<!--')) throw new SamlRefusal('The XML has a comment');
  if (rest.includes('<!')) throw new SamlRefusal('The XML has a CDATA section');
  if (rest.includes('<?')) throw new SamlRefusal('The XML has a processing instruction');
  if (/&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-f]{1,6});)/i.test(rest)) {
    throw new SamlRefusal('The XML has an entity that is not known');
  }
  assertCounts(rest, bounds);
  return rest;
};
