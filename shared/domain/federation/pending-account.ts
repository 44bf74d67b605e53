import type { AcrLevel } from '../user-pools/acr-names.ts';
import type { Attributes } from '../users/user.ts';
import type { ExternalIdentity, ProviderAttributes } from './external-identity.ts';

/** The path of the page that asks for it. */
export const accountQuestionPath = '/linkAccount';

/** Somebody whom a provider has authenticated, and who has yet to say whether the pool has a user of that person. */
export interface PendingAccount {
  readonly clientId: string;
  readonly providerName: string;
  readonly identity: Pick<ExternalIdentity, 'subject' | 'issuer' | 'logout'>;
  /** Those of the provider's attributes by which users are linked. */
  readonly attributes: ProviderAttributes;
  /** The values that the provider gives to the user's attributes. */
  readonly given: Attributes;
  /** The authentication level that the provider states. */
  readonly level?: AcrLevel;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
}
