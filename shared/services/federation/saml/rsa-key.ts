import { generateKeyPair, type KeyObject } from 'node:crypto';

/** A new RSA key of 2048 bits: the kind that every SAML provider can use. */
export const newRsaKey = (): Promise<KeyObject> => {
  const { promise, resolve, reject } = Promise.withResolvers<KeyObject>();
  generateKeyPair('rsa', { modulusLength: 2048 }, (error, _publicKey, privateKey) => {
    if (error) reject(error);
    else resolve(privateKey);
  });
  return promise;
};
