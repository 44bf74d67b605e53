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

// Connections of authenticators that are devices of their own.
const roaming: ReadonlySet<string> = new Set(['usb', 'nfc', 'ble']);

/**
 * How the passkey is kept, as a method of authentication (RFC 8176): in software, by the device that it is used on, or
 * in hardware of its own, such as a security key. Only the browser that registered it says so.
 */
export const keptAs = ({ attachment, transports }: Pick<Passkey, 'attachment' | 'transports'>): 'swk' | 'hwk' => {
  if (attachment !== undefined) return attachment === 'cross-platform' ? 'hwk' : 'swk';
  return transports.some((transport) => roaming.has(transport)) ? 'hwk' : 'swk';
};
