import type { ClientSettings } from '../app-clients/app-client.ts';
import type { ClientOAuthSettings } from '../app-clients/client-oauth.ts';
import type { IdentityProvider } from '../federation/identity-provider.ts';
import type { MessageTemplate } from '../messages/message-template.ts';
import type { PageTexts } from '../page-texts/page-texts.ts';
import type { ResourceServer } from '../resource-servers/resource-server.ts';
import type { RiskSections, RiskSettings } from '../risk/pool-risk.ts';
import type { Terms } from '../terms/terms.ts';
import type { PasswordBlocklist } from '../user-pools/password-blocklist.ts';
import type { PoolAccountPage, SigningAlgorithm, UserPool } from '../user-pools/user-pool.ts';

/** An app client in an export, with its secrets. Times are ISO 8601. */
export interface ClientRecordLine {
  readonly id: string;
  readonly name: string;
  readonly settings: ClientSettings;
  readonly ssoSessionMinutes?: number;
  readonly oauth?: ClientOAuthSettings;
  /** Missing where it has that of its pool. */
  readonly riskConfiguration?: RiskSections;
  /** Its style on the pages, without the images: the whole line goes in one request. */
  readonly branding?: { readonly usesDefaults: boolean; readonly settings: unknown };
  /** In clear. */
  readonly secrets: readonly string[];
  readonly createdAt: string;
  /** Missing where the client has none. */
  readonly terms?: readonly TermsRecordLine[];
  /** Missing where its pages look like those of all clients. */
  readonly uiCustomization?: UICustomizationRecordLine;
}

/** How classic pages look in an export. */
export interface UICustomizationRecordLine {
  readonly css?: string;
  /** The bytes of the logo, in base64. */
  readonly image?: string;
  readonly createdAt: string;
}

/** Terms of an app client in an export. */
export interface TermsRecordLine extends Pick<Terms, 'id' | 'name' | 'links'> {
  readonly createdAt: string;
}

/** A resource server in an export. */
export type ResourceServerRecordLine = Omit<ResourceServer, 'poolId'>;

/** An identity provider in an export. */
export interface IdentityProviderRecordLine
  extends Pick<
    IdentityProvider,
    'name' | 'type' | 'details' | 'saml' | 'attributeMapping' | 'acrMapping' | 'identifiers' | 'linkAttributes'
  > {
  /** In clear. */
  readonly secrets: Readonly<Record<string, string>>;
  /** Missing where the metadata are not in a file. */
  readonly metadataFile?: string;
  readonly createdAt: string;
}

/** The key by which a pool signs what it sends to SAML providers, in an export. */
export interface SamlSigningKeyRecordLine {
  /** PKCS #8 DER in base64, in clear. */
  readonly privateKey: string;
  /** DER in base64. The newest one is the last. */
  readonly certificates: readonly string[];
}

type CarriedPart = Pick<
  UserPool,
  | 'settings'
  | 'schema'
  | 'mfa'
  | 'webAuthn'
  | 'sessionTracking'
  | 'signIn'
  | 'tokens'
  | 'messages'
  | 'messageBranding'
  | 'linking'
  | 'passwordBlocklist'
  | 'clientRegistration'
  | 'accountPage'
  | 'strict'
>;

// A file stays in the bucket where it is.
const withoutFile = ({ file: _file, ...lists }: PasswordBlocklist): PasswordBlocklist => lists;

// A restored pool has other app clients.
const withoutClient = ({ clientId: _clientId, ...page }: PoolAccountPage): PoolAccountPage => page;

/** The part of a pool that an export carries along and a restored pool has again. What is not set is left out. */
export const carriedPart = (pool: CarriedPart): CarriedPart => {
  const {
    settings,
    schema,
    mfa,
    webAuthn,
    sessionTracking,
    signIn,
    tokens,
    messages,
    messageBranding,
    linking,
    passwordBlocklist,
    clientRegistration,
    accountPage,
    strict,
  } = pool;
  return {
    settings,
    schema,
    ...(mfa && { mfa }),
    ...(webAuthn && { webAuthn }),
    ...(sessionTracking && { sessionTracking }),
    ...(signIn && { signIn }),
    ...(tokens && { tokens }),
    ...(messages && { messages }),
    ...(messageBranding && { messageBranding }),
    ...(linking && { linking }),
    ...(passwordBlocklist && { passwordBlocklist: withoutFile(passwordBlocklist) }),
    ...(clientRegistration && { clientRegistration }),
    ...(accountPage && { accountPage: withoutClient(accountPage) }),
    ...(strict !== undefined && { strict }),
  };
};

/** The first line of an export: everything of the pool itself that can be restored. */
export interface PoolRecordLine extends CarriedPart, Pick<UserPool, 'id' | 'name'> {
  readonly type: 'pool';
  /** Version of this form. */
  readonly version: 1;
  readonly export: string;
  readonly exportedAt: string;
  readonly createdAt: string;
  /** Attributes that have an index of their own. */
  readonly searchableAttributes?: readonly string[];
  /** How it signed tokens; missing for RS256. The keys themselves stay where they are. */
  readonly signingAlgorithm?: SigningAlgorithm;
  /** Missing in exports of pools without any. */
  readonly resourceServers?: readonly ResourceServerRecordLine[];
  /** Missing in exports of pools without any. */
  readonly identityProviders?: readonly IdentityProviderRecordLine[];
  /** Missing in exports of pools without one. A pool that gets its former id has it again. */
  readonly samlSigningKey?: SamlSigningKeyRecordLine;
  /** Of all clients that have none of their own. */
  readonly uiCustomization?: UICustomizationRecordLine;
  /** Of all clients that have none of their own. */
  readonly riskConfiguration?: RiskSections;
  readonly riskSettings?: RiskSettings;
  /** Its own words of messages. */
  readonly messageTemplates?: readonly MessageTemplate[];
  /** Texts of its own for pages, by language and name. */
  readonly pageTexts?: Readonly<Record<string, PageTexts['texts']>>;
  readonly clients: readonly ClientRecordLine[];
}

/** The last line of an export. A file without it is not complete. */
export interface EndRecordLine {
  readonly type: 'end';
  readonly export: string;
  readonly groups: number;
  readonly users: number;
}
