/** The query of the redirect binding: SAML 2.0 Bindings section 3.4. */
import { constants, type KeyObject, sign, verify } from 'node:crypto';
import { type SamlSigner, signatureAlgorithm } from './messages.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { named, type SignaturePolicy, sha1 } from './signature-rules.ts';

export type MessageParameter = 'SAMLRequest' | 'SAMLResponse';

/** The query that carries a message: deflated, in base64. With a key it is signed. */
export const redirectQuery = (
  parameter: MessageParameter,
  message: string,
  relayState: string | undefined,
  signer?: Pick<SamlSigner, 'privateKey'>,
): string => {
  const pairs = [
    [parameter, message],
    ...(relayState === undefined ? [] : [['RelayState', relayState]]),
    ...(signer ? [['SigAlg', signatureAlgorithm]] : []),
  ];
  const query = pairs.map(([name, value = '']) => `${name}=${encodeURIComponent(value)}`).join('&');
  if (!signer) return query;
  const signature = sign('sha256', Buffer.from(query), signer.privateKey).toString('base64');
  return `${query}&Signature=${encodeURIComponent(signature)}`;
};

/** A query that was received. Its parameters are kept as they were sent, since that is what was signed. */
export interface ReceivedQuery {
  readonly parameter: MessageParameter;
  /** Deflated, in base64. */
  readonly message: string;
  readonly relayState: string | undefined;
  readonly raw: ReadonlyMap<string, string>;
}

const known: ReadonlySet<string> = new Set(['SAMLRequest', 'SAMLResponse', 'RelayState', 'SigAlg', 'Signature']);

const decoded = (raw: string | undefined): string | undefined => {
  if (raw === undefined) return undefined;
  try {
    return decodeURIComponent(raw.replaceAll('+', ' '));
  } catch {
    throw new SamlRefusal('The query is not well-formed');
  }
};

/** The parameters of a query as it was sent. Others are passed over. Throws SamlRefusal. */
export const readRedirectQuery = (query: string): ReceivedQuery => {
  const raw = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [name = ''] = pair.split('=', 1);
    if (!known.has(name)) continue;
    if (raw.has(name)) throw new SamlRefusal('The query has a parameter more than once');
    raw.set(name, pair.slice(name.length + 1));
  }
  const parameter = raw.has('SAMLRequest') ? 'SAMLRequest' : 'SAMLResponse';
  // In base64, a plus that was not escaped is meant as one.
  const message = decoded(raw.get(parameter))?.replaceAll(' ', '+');
  if (message === undefined || message === '' || (raw.has('SAMLRequest') && raw.has('SAMLResponse'))) {
    throw new SamlRefusal('The query has no message');
  }
  return { parameter, message, relayState: decoded(raw.get('RelayState')), raw };
};

const hashOf = (algorithm: string, { allowsSha1 }: SignaturePolicy): string => {
  switch (algorithm) {
    case 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256':
      return 'sha256';
    case 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha384':
      return 'sha384';
    case 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512':
      return 'sha512';
    case sha1.signature:
      if (allowsSha1) return 'sha1';
      throw new SamlRefusal('The signature uses SHA-1');
    default:
      throw new SamlRefusal(`The signature uses an algorithm that is not taken: ${named(algorithm)}`);
  }
};

/** Throws SamlRefusal unless one of the keys signed the query, exactly as it was sent. */
export const assertSignedQuery = (
  { parameter, raw }: ReceivedQuery,
  keys: readonly KeyObject[],
  policy: SignaturePolicy,
): void => {
  const signature = decoded(raw.get('Signature'))?.replaceAll(' ', '+');
  const algorithm = decoded(raw.get('SigAlg'));
  if (signature === undefined || algorithm === undefined) throw new SamlRefusal('The message is not signed');
  const hash = hashOf(algorithm, policy);
  const text = [parameter, 'RelayState', 'SigAlg']
    .filter((name) => raw.has(name))
    .map((name) => `${name}=${raw.get(name)}`)
    .join('&');
  const isSigned = keys
    .filter((key) => key.asymmetricKeyType === 'rsa')
    .some((key) =>
      verify(hash, Buffer.from(text), { key, padding: constants.RSA_PKCS1_PADDING }, Buffer.from(signature, 'base64')),
    );
  if (!isSigned) throw new SamlRefusal('The signature is not valid');
};
