/** A value of JSON: what a claim may be. */
export type ClaimValue =
  | string
  | number
  | boolean
  | null
  | readonly ClaimValue[]
  | { readonly [name: string]: ClaimValue };

/** Attributes as the provider named them. One that was not sent is absent; one that was sent empty is `''`. */
export type ProviderAttributes = Readonly<Record<string, ClaimValue>>;

/** What the InboundFederation trigger sees of the provider's answer. All values are text. */
export type InboundAttributes =
  | {
      readonly tokenResponse?: Readonly<Record<string, string>>;
      readonly idToken?: Readonly<Record<string, string>>;
      readonly userInfo?: Readonly<Record<string, string>>;
    }
  | { readonly samlResponse: Readonly<Record<string, string>> };

/**
 * Somebody whom a provider has just authenticated: everything that was to be checked is checked. Each kind of provider
 * makes one. The one place that creates or links users takes it, together with its provider.
 */
export interface ExternalIdentity {
  /** Whom the provider means, in its own case: `sub`, `id`, `user_id` or the NameID. Never empty. */
  readonly subject: string;
  /** The provider's own name: the entity id of a SAML provider. Others have none. */
  readonly issuer?: string;
  readonly attributes: ProviderAttributes;
  readonly inbound: InboundAttributes;
  /** How the provider says that the user was authenticated, where it says so. */
  readonly acr?: string;
  /** What single logout needs later, such as NameID and SessionIndex. The session of the pages keeps it. */
  readonly logout?: Readonly<Record<string, string>>;
}
