import type { WebAuthnCredentialDescription } from '@aws-sdk/client-cognito-identity-provider';
import type { Passkey } from '#shared/domain/passkeys/passkey.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** A passkey as its user sees it. */
export const toCredentialDescription = (passkey: Passkey): Wire<WebAuthnCredentialDescription> => ({
  CredentialId: passkey.credentialId,
  FriendlyCredentialName: passkey.friendlyName,
  RelyingPartyId: passkey.relyingPartyId,
  AuthenticatorAttachment: passkey.attachment,
  AuthenticatorTransports: [...passkey.transports],
  CreatedAt: toEpochSeconds(passkey.createdAt),
});
