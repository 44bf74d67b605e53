import { findClientData } from './client-data.ts';
import { userHandle } from './options.ts';
import type { Passkey } from './passkey.ts';
import { isOriginOf, type RelyingParty } from './relying-party.ts';

/** A browser's answer to request options: the members of AuthenticationResponseJSON that we read. */
export interface Assertion {
  readonly id: string;
  readonly rawId: string;
  readonly response: {
    readonly clientDataJSON: string;
    readonly authenticatorData: string;
    readonly signature: string;
    readonly userHandle?: string | undefined;
  };
}

interface Expected {
  readonly relyingParty: RelyingParty;
  /** Base64url. */
  readonly challenge: string;
  readonly passkey: Passkey;
}

const assertMeant = ({ response }: Assertion, { relyingParty, passkey }: Expected): string => {
  const clientData = findClientData(response.clientDataJSON);
  if (!clientData || clientData.crossOrigin || !isOriginOf(relyingParty.id, clientData.origin)) {
    throw new Error('The assertion was not made on a site of the relying party.');
  }
  if (response.userHandle && response.userHandle !== userHandle(passkey)) {
    throw new Error('The assertion is of another user.');
  }
  return clientData.origin;
};

/**
 * Verifies that the passkey signed the challenge now (WebAuthn Level 3, section 7.2), and gives the authenticator's
 * signature counter. Throws an Error that says what is wrong, for the log: also for a counter that does not go up, as
 * with a copied authenticator.
 */
export const verifyAssertion = async (given: Assertion, expected: Expected): Promise<number> => {
  const { relyingParty, challenge, passkey } = expected;
  const { id, rawId, response } = given;
  const { clientDataJSON, authenticatorData, signature } = response;
  // Loaded on demand: few of the sign-ins that run this function use a passkey.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id,
      rawId,
      type: 'public-key',
      clientExtensionResults: {},
      response: { clientDataJSON, authenticatorData, signature },
    },
    expectedChallenge: challenge,
    expectedOrigin: assertMeant(given, expected),
    expectedRPID: relyingParty.id,
    requireUserVerification: relyingParty.userVerification === 'required',
    credential: {
      id: passkey.credentialId,
      publicKey: Uint8Array.from(passkey.publicKey),
      counter: passkey.counter,
    },
  });
  if (!verified) throw new Error('The signature is not the passkey’s.');
  return authenticationInfo.newCounter;
};
