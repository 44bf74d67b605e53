import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { toPem } from '#shared/domain/x509/pem.ts';
import { selfSigned } from '#shared/domain/x509/self-signed.ts';

/** A key of a provider, with its certificate. */
export interface SamlKey {
  readonly privateKey: KeyObject;
  readonly privatePem: string;
  /** DER in base64. */
  readonly certificate: string;
  readonly certificatePem: string;
}

/** A key whose certificate is valid between these times, in epoch milliseconds: by default for a century. */
export const newSamlKey = ({
  commonName = 'provider',
  from = Date.UTC(2000, 0),
  until = Date.UTC(2100, 0),
} = {}): SamlKey => {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const certificate = selfSigned({ commonName, privateKey, from, until }).toString('base64');
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { privateKey, privatePem, certificate, certificatePem: toPem('CERTIFICATE', certificate) };
};
