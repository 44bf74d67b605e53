import { createHash, createSign, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

/** The members of the API's options that authenticators use. */
export interface CreationOptions {
  readonly challenge: string;
  readonly rp: { readonly id: string };
  readonly user: { readonly id: string };
}

export interface RequestOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly allowCredentials: readonly { readonly id: string }[];
}

/** Differences from what a browser would do. */
interface Occasion {
  readonly origin?: string;
  readonly crossOrigin?: boolean;
  readonly rpId?: string;
  readonly isVerified?: boolean;
  readonly counter?: number;
  readonly userHandle?: string;
  /** Format of the statement about who made the authenticator. */
  readonly format?: string;
}

const keyPair = {
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  EdDSA: () => generateKeyPairSync('ed25519'),
} as const;

export type Algorithm = keyof typeof keyPair;

const bytesOf = (jwk: Record<string, unknown>, name: string): Buffer => Buffer.from(String(jwk[name]), 'base64url');

const coseKey = (algorithm: Algorithm, publicKey: KeyObject): Uint8Array => {
  const jwk = { ...publicKey.export({ format: 'jwk' }) };
  const members: Record<Algorithm, [number, number | Uint8Array][]> = {
    ES256: [
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, Uint8Array.from(bytesOf(jwk, 'x'))],
      [-3, Uint8Array.from(bytesOf(jwk, 'y'))],
    ],
    RS256: [
      [1, 3],
      [3, -257],
      [-1, Uint8Array.from(bytesOf(jwk, 'n'))],
      [-2, Uint8Array.from(bytesOf(jwk, 'e'))],
    ],
    EdDSA: [
      [1, 1],
      [3, -8],
      [-1, 6],
      [-2, Uint8Array.from(bytesOf(jwk, 'x'))],
    ],
  };
  return isoCBOR.encode(new Map(members[algorithm]));
};

const uint = (value: number, bytes: number): Buffer => {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
};

const flagsOf = ({ isVerified = true }: Occasion, attested: boolean): number =>
  1 | (isVerified ? 4 : 0) | (attested ? 64 : 0);

const sha256 = (data: Uint8Array | string): Buffer => createHash('sha256').update(data).digest();

const clientDataOf = (type: string, challenge: string, { origin, crossOrigin = false }: Occasion): Buffer =>
  Buffer.from(JSON.stringify({ type, challenge, origin: origin ?? 'http://localhost:3000', crossOrigin }));

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');

/** An authenticator in software, with one passkey: it signs whatever it is told to, where a browser would refuse. */
export const makeAuthenticator = ({
  algorithm = 'ES256',
  aaguid = '00'.repeat(16),
}: {
  algorithm?: Algorithm;
  aaguid?: string;
} = {}) => {
  const { privateKey, publicKey } = keyPair[algorithm]();
  const id = randomBytes(32);
  const credential = { id: base64url(id), rawId: base64url(id), type: 'public-key', clientExtensionResults: {} };
  let handle = '';

  return {
    credentialId: credential.id,

    /** What a browser sends by CompleteWebAuthnRegistration. */
    register: ({ challenge, rp, user }: CreationOptions, occasion: Occasion = {}) => {
      handle = user.id;
      const authData = Buffer.concat([
        sha256(occasion.rpId ?? rp.id),
        uint(flagsOf(occasion, true), 1),
        uint(occasion.counter ?? 0, 4),
        Buffer.from(aaguid.replaceAll('-', ''), 'hex'),
        uint(id.length, 2),
        id,
        coseKey(algorithm, publicKey),
      ]);
      const attestation = new Map<string, string | Uint8Array | Map<string, string>>([
        ['fmt', occasion.format ?? 'none'],
        ['attStmt', new Map<string, string>(occasion.format ? [['sig', 'unknown']] : [])],
        ['authData', Uint8Array.from(authData)],
      ]);
      return {
        ...credential,
        authenticatorAttachment: 'platform',
        response: {
          clientDataJSON: base64url(clientDataOf('webauthn.create', challenge, occasion)),
          attestationObject: base64url(isoCBOR.encode(attestation)),
          transports: ['internal', 'hybrid'],
        },
      };
    },

    /** A browser's answer to WEB_AUTHN, as text. */
    sign: ({ challenge, rpId }: RequestOptions, occasion: Occasion = {}): string => {
      const authenticatorData = Buffer.concat([
        sha256(occasion.rpId ?? rpId),
        uint(flagsOf(occasion, false), 1),
        uint(occasion.counter ?? 0, 4),
      ]);
      const clientData = clientDataOf('webauthn.get', challenge, occasion);
      const signed = Buffer.concat([authenticatorData, sha256(clientData)]);
      return JSON.stringify({
        ...credential,
        response: {
          clientDataJSON: base64url(clientData),
          authenticatorData: base64url(authenticatorData),
          signature: base64url(createSign('sha256').update(signed).sign(privateKey)),
          userHandle: occasion.userHandle ?? handle,
        },
      });
    },
  };
};

export type Authenticator = ReturnType<typeof makeAuthenticator>;
