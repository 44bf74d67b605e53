/** What a signature may look like: XML Signature as SAML 2.0 Core section 5.4 narrows it, and a little narrower. */
import { namespaces } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { childrenOf, elementsIn, isElement, onlyChild, type XmlElement } from './xml-element.ts';

const ds = namespaces.signature;
const exclusive = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const enveloped = `${ds}enveloped-signature`;

// No comment comes so far, so that the forms with comments are the same.
const canonicalizations: ReadonlySet<string> = new Set([
  exclusive,
  `${exclusive}WithComments`,
  'http://www.w3.org/TR/2001/REC-xml-c14n-20010315',
]);

const signatureMethods: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
  'http://www.w3.org/2007/05/xmldsig-more#sha256-rsa-MGF1',
]);
const digestMethods: ReadonlySet<string> = new Set([
  'http://www.w3.org/2001/04/xmlenc#sha256',
  'http://www.w3.org/2001/04/xmlenc#sha512',
]);

/** The one signature method with SHA-1, and its digest. */
export const sha1 = { signature: `${ds}rsa-sha1`, digest: `${ds}sha1` } as const;

export interface SignaturePolicy {
  /** True for a provider that is marked as one that can only sign with SHA-1. */
  readonly allowsSha1: boolean;
}

const refused = (why: string): SamlRefusal => new SamlRefusal(`The signature ${why}`);

const algorithmOf = (element: XmlElement | undefined): string => element?.attributes.get('Algorithm') ?? '';

/** An algorithm in a sentence. It comes from outside, and goes to where people read it. */
export const named = (algorithm: string): string => algorithm.replace(/[^!-~]/g, '').slice(-60) || 'none';

const assertMethod = (algorithm: string, known: ReadonlySet<string>, old: string, { allowsSha1 }: SignaturePolicy) => {
  if (known.has(algorithm) || (allowsSha1 && algorithm === old)) return;
  throw refused(algorithm === old ? 'uses SHA-1' : `uses an algorithm that is not taken: ${named(algorithm)}`);
};

const namesOf = ({ children }: XmlElement): string =>
  children.map((child) => (child.uri === ds ? child.local : '?')).join(' ');

const assertChildren = (element: XmlElement, forms: RegExp): void => {
  if (!forms.test(namesOf(element))) throw refused('has parts that are not taken');
};

const assertCanonicalization = (algorithm: string): void => {
  if (!canonicalizations.has(algorithm)) throw refused(`uses an algorithm that is not taken: ${named(algorithm)}`);
};

const assertTransforms = (reference: XmlElement): void => {
  const transforms = onlyChild(reference, ds, 'Transforms')?.children.map(algorithmOf) ?? [];
  const [first, second = exclusive, ...more] = transforms;
  if (first !== enveloped || more.length > 0) throw refused('has parts that are not taken');
  assertCanonicalization(second);
};

// The library looks for these by their names alone, wherever they are in a signature.
const ofSignedInfo: ReadonlySet<string> = new Set([
  ...['Signature', 'SignedInfo', 'CanonicalizationMethod', 'SignatureMethod', 'SignatureValue', 'Reference'],
  ...['Transforms', 'Transform', 'DigestMethod', 'DigestValue', 'KeyInfo', 'Object', 'Manifest'],
]);

const assertKeyInfo = (keyInfo: XmlElement | undefined): void => {
  if (keyInfo && elementsIn(keyInfo).some((one) => one !== keyInfo && ofSignedInfo.has(one.local))) {
    throw refused('has parts that are not taken');
  }
};

const assertSignature = (signature: XmlElement, holder: XmlElement, policy: SignaturePolicy): void => {
  assertChildren(signature, /^SignedInfo SignatureValue(?: KeyInfo)?$/);
  const [signedInfo, value, keyInfo] = signature.children;
  if (!signedInfo || !value) throw refused('has parts that are not taken');
  assertChildren(signedInfo, /^CanonicalizationMethod SignatureMethod Reference$/);
  const [canonicalization, method, reference] = signedInfo.children;
  assertCanonicalization(algorithmOf(canonicalization));
  assertMethod(algorithmOf(method), signatureMethods, sha1.signature, policy);
  if (!reference) throw refused('has parts that are not taken');
  assertChildren(reference, /^Transforms DigestMethod DigestValue$/);
  const id = holder.attributes.get('ID') ?? '';
  if (id === '' || reference.attributes.get('URI') !== `#${id}`) throw refused('is of another element');
  assertTransforms(reference);
  const [, digestMethod, digestValue] = reference.children;
  assertMethod(algorithmOf(digestMethod), digestMethods, sha1.digest, policy);
  if (value.children.length > 0 || !digestValue || digestValue.children.length > 0) {
    throw refused('has parts that are not taken');
  }
  assertKeyInfo(keyInfo);
};

const localName = (attribute: string): string => attribute.slice(attribute.indexOf('}') + 1);

const assertIds = (elements: readonly XmlElement[]): void => {
  const ids = elements.flatMap(({ attributes }) =>
    [...attributes].filter(([name]) => localName(name).toLowerCase() === 'id').map(([, value]) => value),
  );
  if (new Set(ids).size < ids.length) throw new SamlRefusal('Two elements have the same ID');
};

/** True for an element that has a signature of its own. */
export const isSigned = (element: XmlElement): boolean => childrenOf(element, ds, 'Signature').length > 0;

/**
 * Lets a message go on to the verification of its signatures. Each is a direct child of what it signs, which is one of
 * `holders`, and refers to that alone; there are no other ones anywhere, and no ID is there twice. Throws SamlRefusal.
 */
export const assertSignatureRules = (
  root: XmlElement,
  holders: readonly XmlElement[],
  policy: SignaturePolicy,
): void => {
  const elements = elementsIn(root);
  assertIds(elements);
  const own = holders.flatMap((holder) => {
    const signature = onlyChild(holder, ds, 'Signature');
    return signature ? [{ holder, signature }] : [];
  });
  // By name alone, as an element of another namespace might be taken for one.
  const all = elements.filter(({ local }) => local === 'Signature');
  if (all.length !== own.length || !all.every((one) => isElement(one, ds, 'Signature'))) {
    throw refused('is not where it should be');
  }
  for (const { holder, signature } of own) assertSignature(signature, holder, policy);
};
