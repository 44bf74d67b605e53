import * as v from 'valibot';
import type { ClientSettings } from '#shared/domain/app-clients/app-client.ts';
import { mostIdentifiers, mostProviders } from '#shared/domain/federation/identity-provider.ts';
import { mostCertificates } from '#shared/domain/federation/saml-signing-key.ts';
import { mostResourceServers } from '#shared/domain/resource-servers/resource-server.ts';
import { termsNames } from '#shared/domain/terms/terms.ts';
import { mostImageBytes } from '#shared/domain/ui-customization/image.ts';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import { AccountPageRecordType } from './account-page.ts';
import * as client from './app-client-shapes.ts';
import {
  BackchannelLogoutUriType,
  GrantTypesType,
  JwksType,
  JwksUriType,
  OwnPagesUrlType,
  TokenEndpointAuthMethodType,
  UnregisteredResourceType,
} from './client-oauth.ts';
import { IdentityProviderTypeType, IdpIdentifierType, ProviderNameType } from './identity-provider.ts';
import { LinkingPolicyType } from './linking-policy.ts';
import { MessagesPerDayType, SmsCountriesType } from './message-limits.ts';
import { MessageBrandingRecord, MessageTemplateRecord } from './messages.ts';
import { EmailMfaConfigType, WebAuthnConfigurationType } from './mfa-shapes.ts';
import { PageLanguageType, PageTextsType } from './page-texts.ts';
import { RangeServiceTimeoutType, RangeServiceUrlType } from './password-blocklist.ts';
import { RegistrationRecordType } from './registration-settings.ts';
import {
  ResourceServerIdentifierType,
  ResourceServerNameType,
  ResourceServerScopeDescriptionType,
  ResourceServerScopeNameType,
} from './resource-server.ts';
import { riskSections } from './risk-configuration.ts';
import {
  GroupIPRangeListType,
  InvalidFeedbackActionType,
  MfaRequiredWithoutFactorType,
  mostGroupRanges,
} from './risk-settings.ts';
import * as common from './shapes.ts';
import { integer, list, map, type RequestOf, text } from './shapes.ts';
import { LinksType, TermsIdType, TermsNameType } from './terms.ts';
import { TokensRecordType } from './token-settings.ts';
import { CSSType } from './ui-customization.ts';
import * as pool from './user-pool-shapes.ts';

const SettingsType = v.object(pool.poolSettings) satisfies RequestOf<PoolSettings>;

const ClientSettingsType = v.object(client.clientSettings) satisfies RequestOf<ClientSettings>;

const Time = v.pipe(v.string(), v.isoTimestamp());

const TermsType = v.object({ id: TermsIdType, name: TermsNameType, links: LinksType, createdAt: Time });

const UICustomizationType = v.object({
  css: v.exactOptional(CSSType),
  image: v.exactOptional(text({ max: 4 * Math.ceil(mostImageBytes / 3) })),
  createdAt: Time,
});

const RiskSectionsType = v.object(riskSections);

const RiskSettingsRecordType = v.object({
  withoutFactor: v.exactOptional(MfaRequiredWithoutFactorType),
  invalidFeedback: v.exactOptional(InvalidFeedbackActionType),
  groups: v.exactOptional(
    list(
      v.object({
        group: common.GroupNameType,
        allowed: v.exactOptional(GroupIPRangeListType),
        blocked: v.exactOptional(GroupIPRangeListType),
      }),
      { max: mostGroupRanges },
    ),
  ),
});

const ClientRecordType = v.object({
  id: common.ClientIdType,
  name: client.ClientNameType,
  settings: ClientSettingsType,
  // SSO sessions are off in every pool.
  ssoSessionMinutes: v.exactOptional(integer({ min: 0, max: 0 })),
  oauth: v.exactOptional(
    v.object({
      requiresPkce: v.boolean(),
      requiresDpop: v.exactOptional(v.boolean()),
      requiresPushed: v.exactOptional(v.boolean()),
      grantTypes: v.exactOptional(GrantTypesType),
      authMethod: v.exactOptional(TokenEndpointAuthMethodType),
      jwksUri: v.exactOptional(JwksUriType),
      jwks: v.exactOptional(JwksType),
      unregisteredResource: UnregisteredResourceType,
      backchannelLogoutUri: v.exactOptional(BackchannelLogoutUriType),
      backchannelLogoutSessionRequired: v.exactOptional(v.boolean()),
      ownPages: v.exactOptional(v.object({ signInUrl: OwnPagesUrlType })),
    }),
  ),
  riskConfiguration: v.exactOptional(RiskSectionsType),
  branding: v.exactOptional(v.object({ usesDefaults: v.boolean(), settings: v.unknown() })),
  secrets: list(common.ClientSecretType, { max: 2 }),
  createdAt: Time,
  terms: v.exactOptional(list(TermsType, { max: termsNames.length })),
  uiCustomization: v.exactOptional(UICustomizationType),
});

const AttributeType = v.object({
  name: text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  type: v.picklist(['String', 'Number', 'Boolean', 'DateTime']),
  developerOnly: v.boolean(),
  mutable: v.boolean(),
  required: v.boolean(),
  min: v.exactOptional(text({ max: 32, pattern: '-?\\d+' })),
  max: v.exactOptional(text({ max: 32, pattern: '-?\\d+' })),
});

const CodesType = v.object({
  length: v.exactOptional(integer({ min: 6, max: 10 })),
  seconds: v.exactOptional(integer({ min: 60, max: 604_800 })),
});

const SignInType = v.object({
  codes: v.exactOptional(
    v.object({
      verification: v.exactOptional(CodesType),
      recovery: v.exactOptional(CodesType),
      authentication: v.exactOptional(CodesType),
    }),
  ),
  lockout: v.exactOptional(
    v.object({
      failures: v.exactOptional(integer({ min: 2, max: 20 })),
      longestSeconds: v.exactOptional(integer({ min: 60, max: 86_400 })),
      quietSeconds: v.exactOptional(integer({ min: 60, max: 86_400 })),
    }),
  ),
  passwordChange: v.exactOptional(v.object({ endsSessions: v.exactOptional(v.boolean()) })),
});

const MessagesType = v.object({
  smsCountries: v.exactOptional(SmsCountriesType),
  emailsPerDay: v.exactOptional(MessagesPerDayType),
  smsPerDay: v.exactOptional(MessagesPerDayType),
});

const LinkingType = v.object({
  policy: LinkingPolicyType,
  trustedProviders: list(v.object({ name: ProviderNameType, createdAt: v.pipe(v.number(), v.safeInteger()) }), {
    max: mostProviders,
  }),
});

const PasswordBlocklistType = v.object({
  enforced: v.boolean(),
  rangeService: v.exactOptional(v.object({ url: RangeServiceUrlType, timeoutMs: RangeServiceTimeoutType })),
  refusesUnchecked: v.boolean(),
});

const ResourceServerType = v.object({
  identifier: ResourceServerIdentifierType,
  name: ResourceServerNameType,
  scopes: list(v.object({ name: ResourceServerScopeNameType, description: ResourceServerScopeDescriptionType }), {
    max: 100,
  }),
});

const { Message, Subject } = EmailMfaConfigType.entries;
const { RelyingPartyId, UserVerification, FactorConfiguration } = WebAuthnConfigurationType.entries;

const SamlEndpointsType = v.object({
  redirect: v.exactOptional(common.StringType),
  post: v.exactOptional(common.StringType),
});

const IdentityProviderType = v.object({
  name: ProviderNameType,
  type: IdentityProviderTypeType,
  details: map(common.StringType, common.StringType),
  secrets: map(common.StringType, common.StringType, { sensitive: true }),
  metadataFile: v.exactOptional(common.StringType),
  saml: v.exactOptional(
    v.object({
      entityId: common.StringType,
      singleSignOn: SamlEndpointsType,
      singleLogout: v.exactOptional(SamlEndpointsType),
      singleLogoutAnswer: v.exactOptional(SamlEndpointsType),
      signingCertificates: list(common.StringType),
      wantsSignedRequests: v.exactOptional(v.boolean()),
    }),
  ),
  attributeMapping: map(common.StringType, common.StringType),
  acrMapping: v.exactOptional(map(common.StringType, common.StringType)),
  identifiers: list(IdpIdentifierType, { max: mostIdentifiers }),
  linkAttributes: v.exactOptional(list(common.StringType, { max: 5 })),
  createdAt: Time,
});

/** The first record of an export, as RestoreUserPool takes it. */
export const PoolRecordType = v.object({
  type: v.literal('pool'),
  version: v.literal(1),
  export: text({ min: 1, max: 55 }),
  exportedAt: Time,
  id: common.UserPoolIdType,
  name: pool.UserPoolNameType,
  createdAt: Time,
  settings: SettingsType,
  mfa: v.exactOptional(
    v.object({
      sms: v.exactOptional(v.boolean()),
      softwareToken: v.boolean(),
      email: v.exactOptional(v.object({ message: Message, subject: Subject })),
    }),
  ),
  webAuthn: v.exactOptional(
    v.object({ relyingPartyId: RelyingPartyId, userVerification: UserVerification, factor: FactorConfiguration }),
  ),
  sessionTracking: v.exactOptional(v.object({ enabled: v.boolean(), maxPerUser: integer({ min: 1, max: 100 }) })),
  signIn: v.exactOptional(SignInType),
  tokens: v.exactOptional(TokensRecordType),
  messages: v.exactOptional(MessagesType),
  messageBranding: v.exactOptional(MessageBrandingRecord),
  messageTemplates: v.exactOptional(list(MessageTemplateRecord, { max: 128 })),
  linking: v.exactOptional(LinkingType),
  passwordBlocklist: v.exactOptional(PasswordBlocklistType),
  clientRegistration: v.exactOptional(RegistrationRecordType),
  accountPage: v.exactOptional(AccountPageRecordType),
  strict: v.exactOptional(v.boolean()),
  schema: list(AttributeType, { max: 100 }),
  signingAlgorithm: v.exactOptional(v.picklist(['RS256', 'ES256'])),
  searchableAttributes: v.exactOptional(list(common.AttributeNameType, { max: 5 })),
  resourceServers: v.exactOptional(list(ResourceServerType, { max: mostResourceServers })),
  identityProviders: v.exactOptional(list(IdentityProviderType, { max: mostProviders })),
  samlSigningKey: v.exactOptional(
    v.object({
      privateKey: text({ max: 4096, sensitive: true }),
      certificates: list(text({ max: 4096 }), { min: 1, max: mostCertificates }),
    }),
  ),
  uiCustomization: v.exactOptional(UICustomizationType),
  riskConfiguration: v.exactOptional(RiskSectionsType),
  riskSettings: v.exactOptional(RiskSettingsRecordType),
  pageTexts: v.exactOptional(map(PageLanguageType, PageTextsType, { max: 32 })),
  // The most app clients that the API lets a pool have.
  clients: list(ClientRecordType, { max: 10_000 }),
});
