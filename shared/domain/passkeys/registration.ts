import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import { findClientData } from './client-data.ts';
import { algorithms } from './options.ts';
import { isOriginOf, type RelyingParty } from './relying-party.ts';

/** A browser's answer to creation options: the members of RegistrationResponseJSON that we read. */
export interface NewCredential {
  readonly id: string;
  readonly rawId: string;
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** A credential that an authenticator has just made for us. */
export interface RegisteredCredential {
  /** Base64url. */
  readonly credentialId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  /** UUID of the authenticator's model; all zeros where it does not say. */
  readonly aaguid: string;
}

interface Expected {
  readonly relyingParty: RelyingParty;
  /** Throws where this user does not have to answer that challenge now. */
  readonly assertChallenge: (challenge: string) => void;
}

const refused = (name: ExceptionName, message: string, cause?: unknown): CognitoException =>
  new CognitoException(name, message, { cause });

// We accept an authenticator whoever made it, so its statement about that is not read.
const withoutAttestation = (attestationObject: string): string => {
  const authData = decodeAttestationObject(isoBase64URL.toBuffer(attestationObject)).get('authData');
  const plain = new Map<string, string | Uint8Array | Map<string, string>>([
    ['fmt', 'none'],
    ['attStmt', new Map<string, string>()],
    ['authData', authData],
  ]);
  return isoBase64URL.fromBuffer(isoCBOR.encode(plain));
};

const verified = async (
  { id, rawId, response }: NewCredential,
  { challenge, origin }: { readonly challenge: string; readonly origin: string },
  { id: expectedRPID, userVerification }: RelyingParty,
) => {
  const { registrationInfo } = await verifyRegistrationResponse({
    response: {
      id,
      rawId,
      type: 'public-key',
      clientExtensionResults: {},
      response: {
        clientDataJSON: response.clientDataJSON,
        attestationObject: withoutAttestation(response.attestationObject),
      },
    },
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID,
    requireUserVerification: userVerification === 'required',
    supportedAlgorithmIDs: [...algorithms],
  });
  if (registrationInfo?.credential.id !== id) throw new Error('The credential is not the one that it says.');
  return registrationInfo;
};

const toRefusal = (error: unknown): CognitoException =>
  error instanceof Error && error.name === 'UnexpectedRPIDHash'
    ? refused('WebAuthnRelyingPartyMismatchException', 'The credential is of another relying party.', error)
    : refused('WebAuthnCredentialNotSupportedException', 'The credential is not supported.', error);

/**
 * The credential of a registration (WebAuthn Level 3, section 7.1). Throws InvalidParameterException for anything else,
 * and the WebAuthn exception for whatever does not fit.
 */
export const verifyRegistration = async (
  given: NewCredential,
  { relyingParty, assertChallenge }: Expected,
): Promise<RegisteredCredential> => {
  const clientData = findClientData(given.response.clientDataJSON);
  if (!clientData) throw refused('InvalidParameterException', 'The credential has no client data.');
  assertChallenge(clientData.challenge);
  if (clientData.crossOrigin || !isOriginOf(relyingParty.id, clientData.origin)) {
    throw refused('WebAuthnOriginNotAllowedException', 'The origin of the credential is not allowed.');
  }
  const { credential, aaguid } = await verified(given, clientData, relyingParty).catch((error: unknown) => {
    throw toRefusal(error);
  });
  const { id: credentialId, publicKey, counter } = credential;
  return { credentialId, publicKey, counter, aaguid };
};
