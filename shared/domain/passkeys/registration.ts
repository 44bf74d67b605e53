import { verifyRegistrationResponse } from '@simplewebauthn/server';
import { decodeAttestationObject, isoBase64URL, isoCBOR } from '@simplewebauthn/server/helpers';
import { CognitoException, type ExceptionName } from '#shared/errors/exception.ts';
import { findClientData } from './client-data.ts';
import { algorithms } from './options.ts';
import { isOriginOf, type RelyingParty } from './relying-party.ts';

/** What a browser answers to creation options: RegistrationResponseJSON, as far as it is looked at. */
export interface NewCredential {
  readonly id: string;
  readonly rawId: string;
  readonly response: { readonly clientDataJSON: string; readonly attestationObject: string };
}

/** A credential that its authenticator made for us just now. */
export interface RegisteredCredential {
  /** Base64url. */
  readonly credentialId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  /** Identifies the model of the authenticator: a UUID, all zeros where it does not say. */
  readonly aaguid: string;
}

interface Expected {
  readonly relyingParty: RelyingParty;
  /** Throws where the challenge is none that this user is to answer now. */
  readonly assertChallenge: (challenge: string) => void;
}

const refused = (name: ExceptionName, message: string, cause?: unknown): CognitoException =>
  new CognitoException(name, message, { cause });

// Who made an authenticator is no reason to refuse it, so its statement about that is not looked at.
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
 * The credential in a registration (WebAuthn Level 3, section 7.1). Throws InvalidParameterException for what is no
 * registration, and the WebAuthn exception of whatever does not fit.
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
