/** How many passkeys a user may have. */
export const mostPasskeys = 20;

/** A user's WebAuthn credential, with what is needed to check its signatures. */
export interface Passkey {
  /** The user that registered it. */
  readonly sub: string;
  /** Base64url, made by the authenticator. */
  readonly credentialId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  /** The authenticator's signature counter at the last use; 0 where it has none. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly attachment?: 'platform' | 'cross-platform';
  readonly friendlyName: string;
  readonly relyingPartyId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}
