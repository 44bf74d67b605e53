/** What the metadata of a SAML provider say, as far as signing in and out needs it. SAML metadata, section 2.4. */
export interface SamlMetadata {
  readonly entityId: string;
  /** Where requests go by a redirect, or by a form. */
  readonly singleSignOn: SamlEndpoints;
  readonly singleLogout?: SamlEndpoints;
  /** Where answers to the provider's own requests for a logout go. */
  readonly singleLogoutAnswer?: SamlEndpoints;
  /** Certificates of the keys that may sign, each base64 of DER without white space. */
  readonly signingCertificates: readonly string[];
  readonly wantsSignedRequests?: boolean;
}

export interface SamlEndpoints {
  readonly redirect?: string;
  readonly post?: string;
}
