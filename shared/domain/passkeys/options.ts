import { accountName } from '../users/account-name.ts';
import type { User } from '../users/user.ts';
import type { Passkey } from './passkey.ts';
import type { RelyingParty } from './relying-party.ts';

/** How long a registration may take, in milliseconds. */
export const registrationMs = 300_000;

/** COSE identifiers of ES256 and RS256. */
export const algorithms: readonly number[] = [-7, -257];

/** The user's handle in passkeys. It says nothing about the person, and stays the same as long as the user exists. */
export const userHandle = ({ sub }: Pick<User, 'sub'>): string => Buffer.from(sub).toString('base64url');

const toDescriptor = ({ credentialId, transports }: Passkey) => ({
  type: 'public-key',
  id: credentialId,
  transports: [...transports],
});

interface Creation {
  readonly relyingParty: RelyingParty;
  readonly user: User;
  /** Base64url. */
  readonly challenge: string;
  /** The passkeys that the user has. An authenticator that has one of them makes no second one. */
  readonly present: readonly Passkey[];
}

/**
 * What a browser needs to create a passkey: PublicKeyCredentialCreationOptionsJSON (WebAuthn Level 3, section 5.1.9).
 */
export const creationOptions = ({ relyingParty, user, challenge, present }: Creation) => ({
  rp: { id: relyingParty.id, name: relyingParty.id },
  user: { id: userHandle(user), name: accountName(user), displayName: accountName(user) },
  challenge,
  pubKeyCredParams: algorithms.map((alg) => ({ type: 'public-key', alg })),
  timeout: registrationMs,
  excludeCredentials: present.map(toDescriptor),
  authenticatorSelection: {
    requireResidentKey: true,
    residentKey: 'required',
    userVerification: relyingParty.userVerification,
  },
  attestation: 'none',
});

interface Request {
  readonly relyingParty: RelyingParty;
  /** Base64url. */
  readonly challenge: string;
  readonly passkeys: readonly Passkey[];
  readonly timeoutMs: number;
}

/**
 * What a browser needs to sign with a passkey: PublicKeyCredentialRequestOptionsJSON (WebAuthn Level 3, section
 * 5.1.10).
 */
export const requestOptions = ({ relyingParty, challenge, passkeys, timeoutMs }: Request) => ({
  challenge,
  timeout: timeoutMs,
  rpId: relyingParty.id,
  allowCredentials: passkeys.map(toDescriptor),
  userVerification: relyingParty.userVerification,
});
