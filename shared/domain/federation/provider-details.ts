/** What ProviderDetails may have, for each type, and what the types themselves add. */
import { CognitoException } from '#shared/errors/exception.ts';
import type { ProviderDetails, ProviderType } from './identity-provider.ts';

interface DetailRules {
  readonly required: readonly string[];
  /** How the service names them where one is missing. */
  readonly refusal: string;
  readonly optional: readonly string[];
  /** What is answered besides what was given. What was given wins. */
  readonly added: (given: ProviderDetails) => ProviderDetails;
}

type Refuse = (message: string) => CognitoException;

const invalid: Refuse = (message) => new CognitoException('InvalidParameterException', message);

const credentials = {
  required: ['client_id', 'client_secret', 'authorize_scopes'],
  refusal: 'clientId, clientSecret and authorizeScopes are all required idp details.',
} as const;

const addresses = ['attributes_url', 'attributes_url_add_attributes', 'authorize_url', 'token_url'] as const;

const usualVersion = 'v21.0';

const rules: Readonly<Record<ProviderType, DetailRules>> = {
  OIDC: {
    required: ['client_id', 'authorize_scopes', 'oidc_issuer', 'attributes_request_method'],
    refusal: 'clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details.',
    optional: ['client_secret', 'jwks_uri', ...addresses],
    added: () => ({ attributes_url_add_attributes: 'false' }),
  },
  Google: {
    ...credentials,
    optional: ['oidc_issuer', 'token_request_method', 'jwks_uri', ...addresses],
    added: () => ({
      attributes_url: 'https://people.googleapis.com/v1/people/me?personFields=',
      attributes_url_add_attributes: 'true',
      authorize_url: 'https://accounts.google.com/o/oauth2/v2/auth',
      oidc_issuer: 'https://accounts.google.com',
      token_request_method: 'POST',
      token_url: 'https://www.googleapis.com/oauth2/v4/token',
    }),
  },
  Facebook: {
    ...credentials,
    optional: ['api_version', 'token_request_method', ...addresses],
    added: ({ api_version: version = usualVersion }) => ({
      api_version: version,
      attributes_url: `https://graph.facebook.com/${version}/me?fields=`,
      attributes_url_add_attributes: 'true',
      authorize_url: `https://www.facebook.com/${version}/dialog/oauth`,
      token_request_method: 'GET',
      token_url: `https://graph.facebook.com/${version}/oauth/access_token`,
    }),
  },
  LoginWithAmazon: {
    ...credentials,
    optional: ['token_request_method', ...addresses],
    added: () => ({
      attributes_url: 'https://api.amazon.com/user/profile',
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://www.amazon.com/ap/oa',
      token_request_method: 'POST',
      token_url: 'https://api.amazon.com/auth/o2/token',
    }),
  },
  SignInWithApple: {
    required: ['client_id', 'private_key', 'team_id', 'key_id'],
    refusal: 'clientId, privateKey, teamId, and keyId are all required idp details.',
    optional: ['authorize_scopes', 'oidc_issuer', 'token_request_method', 'jwks_uri', ...addresses],
    added: () => ({
      attributes_url_add_attributes: 'false',
      authorize_url: 'https://appleid.apple.com/auth/authorize',
      oidc_issuer: 'https://appleid.apple.com',
      token_request_method: 'POST',
      token_url: 'https://appleid.apple.com/auth/token',
    }),
  },
  SAML: {
    required: [],
    refusal: '',
    optional: [
      'MetadataURL',
      'MetadataFile',
      'IDPInit',
      'IDPSignout',
      'EncryptedResponses',
      'RequestSigningAlgorithm',
      // Our own: signatures with SHA-1 are taken.
      'LegacySignatures',
      // Answered, so that what was read can be sent back.
      'ActiveEncryptionCertificate',
      'SSORedirectBindingURI',
      'SLORedirectBindingURI',
    ],
    added: () => ({}),
  },
};

const isUrl = (value: string): boolean =>
  value.length <= 2048 && /^https:\/\/[^\s\\#]+$/i.test(value) && URL.canParse(value);

const isFlag = (value: string): boolean => /^(?:true|false)$/i.test(value);

const isMethod = (value: string): boolean => /^(?:GET|POST)$/.test(value);

// Issuers are compared with tokens character by character: OpenID Connect Discovery section 4.3.
const isIssuer = (value: string): boolean => isUrl(value) && !value.endsWith('/') && !value.includes('?');

const forms: Readonly<Record<string, readonly [fits: (value: string) => boolean, form: string]>> = {
  oidc_issuer: [isIssuer, 'an https address without a slash at its end'],
  attributes_url: [isUrl, 'an https address'],
  authorize_url: [isUrl, 'an https address'],
  token_url: [isUrl, 'an https address'],
  jwks_uri: [isUrl, 'an https address'],
  MetadataURL: [isUrl, 'an https address'],
  attributes_request_method: [isMethod, 'GET or POST'],
  token_request_method: [isMethod, 'GET or POST'],
  attributes_url_add_attributes: [isFlag, 'true or false'],
  IDPInit: [isFlag, 'true or false'],
  IDPSignout: [isFlag, 'true or false'],
  EncryptedResponses: [isFlag, 'true or false'],
  LegacySignatures: [isFlag, 'true or false'],
  RequestSigningAlgorithm: [(value) => value === 'rsa-sha256', 'rsa-sha256'],
  api_version: [(value) => /^v\d{1,3}\.\d{1,3}$/.test(value), 'a version such as v21.0'],
};

/** Throws InvalidParameterException for details that a provider of that type cannot have, or lacks. */
export const assertDetails = (type: ProviderType, given: ProviderDetails): void => {
  const { required, refusal, optional } = rules[type];
  if (required.some((name) => !given[name])) throw invalid(refusal);
  for (const [name, value] of Object.entries(given)) {
    if (![...required, ...optional].includes(name))
      throw invalid(`${name} is no detail of a provider of type ${type}.`);
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    if (form && !form[0](value)) throw invalid(`The provider detail ${name} must be ${form[1]}.`);
  }
};

/** The details with those that the type adds. */
export const withAdded = (type: ProviderType, given: ProviderDetails): ProviderDetails => ({
  ...rules[type].added(given),
  ...given,
});

/** Details that are sealed. The first of them is answered all the same, as in Cognito. */
const secretNames = ['client_secret', 'private_key'] as const;

/** The details that may be read in the table, and those that may not. */
export const apart = (given: ProviderDetails): { readonly open: ProviderDetails; readonly secret: ProviderDetails } => {
  const isSecret = (name: string): boolean => secretNames.some((secret) => secret === name);
  const part = (wanted: boolean): ProviderDetails =>
    Object.fromEntries(Object.entries(given).filter(([name]) => isSecret(name) === wanted));
  return { open: part(false), secret: part(true) };
};

const socialTypes: readonly ProviderType[] = ['Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple'];

/** True for a provider that a pool has once, under the name of its type. */
export const isSocial = (type: ProviderType): boolean => socialTypes.includes(type);

/** Throws InvalidParameterException for a name that a provider of the type cannot have. */
export const assertProviderName = (name: string, type: ProviderType): void => {
  const isReserved = /^cognito$/i.test(name) || socialTypes.some((social) => social === name);
  if (isSocial(type) ? name !== type : isReserved) throw invalid(`Provider ${name} cannot be of type ${type}.`);
};
