/** Decrypts what was encrypted for us: XML Encryption 1.1, sections 5.2 and 5.5. */
import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { namespaces } from './namespaces.ts';
import { SamlRefusal } from './saml-refusal.ts';
import { childrenOf, elementsIn, isElement, onlyChild, type XmlElement } from './xml-element.ts';

const xenc = namespaces.encryption;
const xenc11 = 'http://www.w3.org/2009/xmlenc11#';

interface ContentAlgorithm {
  readonly cipher: 'aes-128-cbc' | 'aes-192-cbc' | 'aes-256-cbc' | 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm';
  readonly keyBytes: number;
}

// Triple DES is not among them.
const contentAlgorithms: Readonly<Record<string, ContentAlgorithm>> = {
  [`${xenc}aes128-cbc`]: { cipher: 'aes-128-cbc', keyBytes: 16 },
  [`${xenc}aes192-cbc`]: { cipher: 'aes-192-cbc', keyBytes: 24 },
  [`${xenc}aes256-cbc`]: { cipher: 'aes-256-cbc', keyBytes: 32 },
  [`${xenc11}aes128-gcm`]: { cipher: 'aes-128-gcm', keyBytes: 16 },
  [`${xenc11}aes192-gcm`]: { cipher: 'aes-192-gcm', keyBytes: 24 },
  [`${xenc11}aes256-gcm`]: { cipher: 'aes-256-gcm', keyBytes: 32 },
};

const hashes: Readonly<Record<string, string>> = {
  [`${namespaces.signature}sha1`]: 'sha1',
  [`${xenc}sha256`]: 'sha256',
  [`${xenc}sha512`]: 'sha512',
};

const maskHashes: Readonly<Record<string, string>> = {
  [`${xenc11}mgf1sha1`]: 'sha1',
  [`${xenc11}mgf1sha256`]: 'sha256',
  [`${xenc11}mgf1sha512`]: 'sha512',
};

// One text for everything: whoever changes a message must not learn from the answer what it says.
const refused = (cause?: unknown): SamlRefusal =>
  Object.assign(new SamlRefusal('The assertion cannot be decrypted'), { cause });

const cipherValue = (element: XmlElement): Buffer => {
  const data = onlyChild(element, xenc, 'CipherData');
  const value = data && onlyChild(data, xenc, 'CipherValue');
  if (!value) throw refused();
  return Buffer.from(value.text.replace(/\s/g, ''), 'base64');
};

const algorithmOf = (element: XmlElement | undefined): string => element?.attributes.get('Algorithm') ?? '';

// RSA with the padding of PKCS #1 v1.5 is not among them. Both hashes of OAEP are the same one here.
const oaepHash = (encryptedKey: XmlElement): string => {
  const method = onlyChild(encryptedKey, xenc, 'EncryptionMethod');
  const algorithm = algorithmOf(method);
  if (!method || (algorithm !== `${xenc}rsa-oaep-mgf1p` && algorithm !== `${xenc11}rsa-oaep`)) throw refused();
  const digest = onlyChild(method, namespaces.signature, 'DigestMethod');
  const mask = onlyChild(method, xenc11, 'MGF');
  const hash = digest ? hashes[algorithmOf(digest)] : 'sha1';
  const maskHash = algorithm === `${xenc11}rsa-oaep` && mask ? maskHashes[algorithmOf(mask)] : 'sha1';
  if (hash === undefined || hash !== maskHash) throw refused();
  return hash;
};

const openKey = (encryptedKey: XmlElement, key: KeyObject): Buffer =>
  privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: oaepHash(encryptedKey) },
    cipherValue(encryptedKey),
  );

const openBlocks = (cipher: string, key: Buffer, bytes: Buffer): Buffer => {
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, 16)).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(bytes.subarray(16)), decipher.final()]);
  const padding = plain.at(-1) ?? 0;
  if (padding < 1 || padding > 16) throw refused();
  return plain.subarray(0, plain.length - padding);
};

const openSealed = (cipher: 'aes-128-gcm' | 'aes-192-gcm' | 'aes-256-gcm', key: Buffer, bytes: Buffer): Buffer => {
  const tag = bytes.subarray(-16);
  const decipher = createDecipheriv(cipher, key, bytes.subarray(0, 12), { authTagLength: 16 }).setAuthTag(tag);
  return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
};

const openContent = ({ cipher, keyBytes }: ContentAlgorithm, key: Buffer, bytes: Buffer): Buffer => {
  if (key.length !== keyBytes || bytes.length < 29) throw refused();
  switch (cipher) {
    case 'aes-128-gcm':
    case 'aes-192-gcm':
    case 'aes-256-gcm':
      return openSealed(cipher, key, bytes);
    default:
      return openBlocks(cipher, key, bytes);
  }
};

const mostKeys = 4;

/**
 * The XML in an EncryptedAssertion. An encrypted key may stand in the data or beside it; of several, it is the first one
 * that is for `key`. Throws SamlRefusal, with the same words whatever is wrong.
 */
export const decryptAssertion = (encrypted: XmlElement, key: KeyObject): string => {
  const data = onlyChild(encrypted, xenc, 'EncryptedData');
  const method = data && onlyChild(data, xenc, 'EncryptionMethod');
  const algorithm = contentAlgorithms[algorithmOf(method)];
  if (!data || !algorithm) throw refused();
  const [keyInfo] = childrenOf(data, namespaces.signature, 'KeyInfo');
  const keys = [...(keyInfo ? elementsIn(keyInfo) : []), ...encrypted.children].filter((one) =>
    isElement(one, xenc, 'EncryptedKey'),
  );
  const bytes = cipherValue(data);
  let last: unknown;
  for (const encryptedKey of keys.slice(0, mostKeys)) {
    try {
      const plain = openContent(algorithm, openKey(encryptedKey, key), bytes);
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(plain);
    } catch (error) {
      last = error;
    }
  }
  throw refused(last);
};
