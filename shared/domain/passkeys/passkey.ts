/** How many passkeys a user may have. */
export const mostPasskeys = 20;

/** A WebAuthn credential of a user: what it takes to check that its authenticator signed. */
export interface Passkey {
  /** The user that registered it. */
  readonly sub: string;
  /** Base64url, as the authenticator made it. */
  readonly credentialId: string;
  /** COSE key. */
  readonly publicKey: Uint8Array;
  /** The authenticator's signature counter when it was last used; 0 where it keeps none. */
  readonly counter: number;
  readonly transports: readonly string[];
  readonly attachment?: 'platform' | 'cross-platform';
  readonly friendlyName: string;
  readonly relyingPartyId: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
}
