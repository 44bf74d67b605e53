import type {
  DomainDescriptionType,
  GetUserPoolMfaConfigResponse,
  GroupType,
  IdentityProviderType,
  LogConfigurationType,
  ManagedLoginBrandingType,
  ResourceServerType,
  RiskConfigurationType,
  TermsType,
  UserPoolClientType,
  UserPoolType,
} from '@aws-sdk/client-cognito-identity-provider';

/** How classic pages look. */
export interface Look {
  readonly css: string | undefined;
  readonly image: Uint8Array | undefined;
}

/** What stands for all app clients where others stand by their ids. */
export const allClients = 'ALL';

/** Everything that a pool tells of itself, without its users. */
export interface PoolFacts {
  readonly pool: UserPoolType;
  readonly mfa: GetUserPoolMfaConfigResponse;
  /** By id. */
  readonly clients: ReadonlyMap<string, UserPoolClientType>;
  /** How many secrets a client has, by id. Of the second one, nobody is told the value. */
  readonly secrets: ReadonlyMap<string, number>;
  /** By name. */
  readonly groups: ReadonlyMap<string, GroupType>;
  /** By identifier. */
  readonly resourceServers: ReadonlyMap<string, ResourceServerType>;
  /** By name. */
  readonly providers: ReadonlyMap<string, IdentityProviderType>;
  /** By name. */
  readonly domains: ReadonlyMap<string, DomainDescriptionType>;
  /** By client, or for all. */
  readonly looks: ReadonlyMap<string, Look>;
  /** By client. */
  readonly brandings: ReadonlyMap<string, ManagedLoginBrandingType>;
  /** By client and name. */
  readonly terms: ReadonlyMap<string, TermsType>;
  /** By client, or for all. */
  readonly risks: ReadonlyMap<string, RiskConfigurationType>;
  readonly logs: readonly LogConfigurationType[];
}
