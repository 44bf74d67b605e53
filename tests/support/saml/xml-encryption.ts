/** Encrypts assertions as providers do, with every algorithm to be chosen. */
import { constants, createCipheriv, publicEncrypt, randomBytes, X509Certificate } from 'node:crypto';

const xenc = 'http://www.w3.org/2001/04/xmlenc#';
const xenc11 = 'http://www.w3.org/2009/xmlenc11#';
const ds = 'http://www.w3.org/2000/09/xmldsig#';

const ciphers = {
  [`${xenc}aes128-cbc`]: ['aes-128-cbc', 16],
  [`${xenc}aes256-cbc`]: ['aes-256-cbc', 32],
  [`${xenc11}aes128-gcm`]: ['aes-128-gcm', 16],
  [`${xenc11}aes256-gcm`]: ['aes-256-gcm', 32],
  [`${xenc}tripledes-cbc`]: ['des-ede3-cbc', 24],
} as const;

export interface EncryptionOptions {
  readonly content?: keyof typeof ciphers;
  readonly transport?: 'rsa-oaep-mgf1p' | 'rsa-oaep-sha256' | 'rsa-1_5';
  /** Where the encrypted key stands. */
  readonly keyBeside?: boolean;
  /** DER of certificates, in base64, of others that the message is for. */
  readonly others?: readonly string[];
}

const encryptedContent = (cipher: string, key: Buffer, text: string): Buffer => {
  if (cipher.endsWith('gcm')) {
    const nonce = randomBytes(12);
    const sealing = createCipheriv(cipher === 'aes-128-gcm' ? 'aes-128-gcm' : 'aes-256-gcm', key, nonce);
    return Buffer.concat([nonce, sealing.update(text), sealing.final(), sealing.getAuthTag()]);
  }
  const nonce = randomBytes(cipher.startsWith('des') ? 8 : 16);
  const blocks = createCipheriv(cipher, key, nonce);
  return Buffer.concat([nonce, blocks.update(text), blocks.final()]);
};

const methodXml = (transport: string): string =>
  transport === 'rsa-oaep-sha256'
    ? `<xenc:EncryptionMethod Algorithm="${xenc11}rsa-oaep"><ds:DigestMethod xmlns:ds="${ds}" Algorithm="${xenc}sha256"/>` +
      `<xenc11:MGF xmlns:xenc11="${xenc11}" Algorithm="${xenc11}mgf1sha256"/></xenc:EncryptionMethod>`
    : `<xenc:EncryptionMethod Algorithm="${xenc}${transport}"/>`;

const encryptedKey = (certificate: string, transport: string, key: Buffer): string => {
  const { publicKey } = new X509Certificate(Buffer.from(certificate, 'base64'));
  const isOld = transport === 'rsa-1_5';
  const value = publicEncrypt(
    {
      key: publicKey,
      padding: isOld ? constants.RSA_PKCS1_PADDING : constants.RSA_PKCS1_OAEP_PADDING,
      ...(!isOld && { oaepHash: transport === 'rsa-oaep-sha256' ? 'sha256' : 'sha1' }),
    },
    key,
  );
  return (
    `<xenc:EncryptedKey xmlns:xenc="${xenc}">${methodXml(transport)}<xenc:CipherData><xenc:CipherValue>` +
    `${value.toString('base64')}</xenc:CipherValue></xenc:CipherData></xenc:EncryptedKey>`
  );
};

/** An EncryptedAssertion for the holder of the certificate, which is DER in base64. */
export const encrypted = (assertion: string, certificate: string, options: EncryptionOptions = {}): string => {
  const { content = `${xenc11}aes256-gcm`, transport = 'rsa-oaep-mgf1p', keyBeside = false, others = [] } = options;
  const [cipher, keyBytes] = ciphers[content] ?? ['aes-256-gcm', 32];
  const key = randomBytes(keyBytes);
  const keys = [...others, certificate].map((one) => encryptedKey(one, transport, key)).join('');
  const keyInfo = keyBeside ? '' : `<ds:KeyInfo xmlns:ds="${ds}">${keys}</ds:KeyInfo>`;
  return [
    '<saml:EncryptedAssertion xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion">',
    `<xenc:EncryptedData xmlns:xenc="${xenc}" Type="${xenc}Element"><xenc:EncryptionMethod Algorithm="${content}"/>`,
    `${keyInfo}<xenc:CipherData><xenc:CipherValue>`,
    encryptedContent(cipher, key, assertion).toString('base64'),
    `</xenc:CipherValue></xenc:CipherData></xenc:EncryptedData>${keyBeside ? keys : ''}</saml:EncryptedAssertion>`,
  ].join('');
};
