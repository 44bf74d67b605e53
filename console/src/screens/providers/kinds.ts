/** What the console asks for each kind of provider. What has to be there is for the API to say. */
export const kinds = ['OIDC', 'SAML', 'Google', 'Facebook', 'LoginWithAmazon', 'SignInWithApple'] as const;

export type Kind = (typeof kinds)[number];

/** A member of ProviderDetails. */
export interface Detail {
  readonly name: string;
  readonly label: string;
  readonly about: string;
  /** `secret` is typed, and never shown. */
  readonly as?: 'secret' | 'long';
}

const id: Detail = { name: 'client_id', label: 'Client id', about: 'By which the provider knows this pool.' };
const secret: Detail = {
  name: 'client_secret',
  label: 'Client secret',
  about: 'By which the pool proves itself. It is kept sealed.',
  as: 'secret',
};
const scopes: Detail = {
  name: 'authorize_scopes',
  label: 'Scopes',
  about: 'What is asked for, such as openid email profile.',
};

export const detailsOf: Readonly<Record<Kind, readonly Detail[]>> = {
  OIDC: [
    id,
    secret,
    scopes,
    {
      name: 'oidc_issuer',
      label: 'Issuer',
      about: 'Exactly as the provider publishes it, without a slash at the end.',
    },
    {
      name: 'attributes_request_method',
      label: 'Method for attributes',
      about: 'GET or POST, as the userInfo endpoint wants it.',
    },
  ],
  SAML: [
    { name: 'MetadataURL', label: 'Address of the metadata', about: 'It is read anew when keys change.' },
    { name: 'MetadataFile', label: 'Metadata', about: 'The XML itself, in place of an address.', as: 'long' },
    { name: 'IDPSignout', label: 'Signs out at the provider, too', about: 'true or false.' },
    {
      name: 'IDPInit',
      label: 'The provider may begin',
      about: 'true or false. True lets a stranger sign somebody in.',
    },
    { name: 'RequestSigningAlgorithm', label: 'Requests are signed', about: 'rsa-sha256, or nothing.' },
    { name: 'EncryptedResponses', label: 'Responses are encrypted', about: 'true or false.' },
  ],
  Google: [id, secret, scopes],
  Facebook: [id, secret, scopes, { name: 'api_version', label: 'Version of its API', about: 'Such as v21.0.' }],
  LoginWithAmazon: [id, secret, scopes],
  SignInWithApple: [
    id,
    { name: 'team_id', label: 'Team id', about: 'Of the developer account.' },
    { name: 'key_id', label: 'Key id', about: 'Of the key for Sign in with Apple.' },
    {
      name: 'private_key',
      label: 'Private key',
      about: 'The text of the .p8 file. It is kept sealed and never told.',
      as: 'secret',
    },
    scopes,
  ],
};

/** The name of a provider of that kind; undefined where it may have any. */
export const nameOf = (kind: Kind): string | undefined => (kind === 'OIDC' || kind === 'SAML' ? undefined : kind);

export const isKind = (value: string | undefined): value is Kind => kinds.some((kind) => kind === value);
