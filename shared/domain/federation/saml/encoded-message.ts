import { messageBounds } from './response.ts';
import { SamlRefusal } from './saml-refusal.ts';

// Base64 of the longest message, all of whose characters have three bytes.
const longest = messageBounds.maxChars * 4;

export const toText = (bytes: Uint8Array): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new SamlRefusal('The XML is not UTF-8');
  }
};

/** The text of a message that came by a form, in base64. Lines may be broken. Throws SamlRefusal. */
export const decodeMessage = (encoded: string): string => {
  if (encoded.length > longest) throw new SamlRefusal('The XML is too long');
  const base64 = encoded.replace(/\s/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) throw new SamlRefusal('The message is not in base64');
  return toText(Buffer.from(base64, 'base64'));
};
