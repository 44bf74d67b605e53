/**
 * Verifies XML signatures by the core of node-saml, which gives back exactly what was signed. docs/decisions/saml.md says
 * what of it is used, and why no more.
 */
import { getVerifiedXml, parseDomFromString } from '@node-saml/node-saml/lib/xml.js';
import { SamlRefusal } from '#shared/domain/federation/saml/saml-refusal.ts';

/** As much of a DOM node as is used. */
interface DomNode {
  readonly localName: string | null;
  readonly childNodes: ArrayLike<DomNode>;
}

/** Which element of a document has the signature: its root, or the child of the root that has that name. */
export type SignedPart = 'root' | 'Assertion';

const rootOf = async (plain: string): Promise<DomNode> => {
  try {
    return (await parseDomFromString(plain)).documentElement;
  } catch (cause) {
    throw Object.assign(new SamlRefusal('The XML is not well-formed'), { cause });
  }
};

const verify = (plain: string, node: DomNode, certificates: readonly string[]): string | undefined => {
  try {
    return getVerifiedXml(plain, node, [...certificates]) ?? undefined;
  } catch (cause) {
    throw Object.assign(new SamlRefusal('The signature is not valid'), { cause });
  }
};

/**
 * The canonical XML of a part that one of the certificates (PEM) signed. Nothing else of the document may be used. The
 * document is plain, and its signatures are as the rules say. Throws SamlRefusal where the signature is missing or not
 * valid.
 */
export const verifiedXml = async (
  plain: string,
  part: SignedPart,
  certificates: readonly string[],
): Promise<string> => {
  const root = await rootOf(plain);
  const node = part === 'root' ? root : Array.from(root.childNodes).find(({ localName }) => localName === part);
  const signed = node && verify(plain, node, certificates);
  if (signed === undefined) throw new SamlRefusal('The signature is not valid');
  return signed;
};
