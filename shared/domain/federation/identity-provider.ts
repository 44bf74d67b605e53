import type { Sealed } from '../user-pools/user-pool.ts';
import type { SamlMetadata } from './saml-metadata.ts';

/** The kinds of providers, by their names in the API. */
export const providerTypes = ['SAML', 'Facebook', 'Google', 'LoginWithAmazon', 'SignInWithApple', 'OIDC'] as const;

export type ProviderType = (typeof providerTypes)[number];

/** Texts by the names of ProviderDetails, as in the API. */
export type ProviderDetails = Readonly<Record<string, string>>;

/** Where users of a pool come from who have an account elsewhere. */
export interface IdentityProvider {
  readonly poolId: string;
  /** Unique in the pool. Providers with a type of their own, such as Google, are called like it. */
  readonly name: string;
  readonly type: ProviderType;
  /** What was given, and what the type adds to it. No secrets, and not the file of SAML metadata. */
  readonly details: ProviderDetails;
  /** True where the metadata came as a file, which is stored beside. */
  readonly hasMetadataFile?: true;
  /**
   * What nobody may read in the table, by name, sealed under the pool's general data key for the purpose
   * `identity provider`: `client_secret`, `private_key`, and what a kind keeps of its own, such as a key to decrypt.
   */
  readonly secrets: Readonly<Record<string, Sealed>>;
  /** What the metadata of a SAML provider said when they were set. */
  readonly saml?: SamlMetadata;
  /** Names of our attributes, or `username`, and of the provider's that they are taken from. */
  readonly attributeMapping: Readonly<Record<string, string>>;
  /** Names of our authentication levels, and the provider's value of `acr` for each. */
  readonly acrMapping?: Readonly<Record<string, string>>;
  /** Other names by which it is found, such as domains of e-mail addresses. Unique in the pool. */
  readonly identifiers: readonly string[];
  /** The id of its group: those who first sign in through it join that. */
  readonly groupId: string;
  /** Names of the provider's attributes, other than the subject, by which users were linked. */
  readonly linkAttributes?: readonly string[];
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** What stands for the pool itself among the providers of an app client. */
export const ownName = 'COGNITO';

/** The most providers of a pool, and identifiers of a provider. */
export const mostProviders = 300;
export const mostIdentifiers = 50;

/** The group of those who first sign in through a provider. */
export const providerGroup = ({ poolId, name }: Pick<IdentityProvider, 'poolId' | 'name'>): string =>
  `${poolId}_${name}`;
