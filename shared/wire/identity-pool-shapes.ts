import * as v from 'valibot';
import { integer, list, map, text } from './shapes.ts';

const IdentityPoolUnauthenticated = v.boolean();
const ClassicFlow = v.boolean();
const UseDefaults = v.boolean();
const TagKeysType = text({ min: 1, max: 128 });
const TagValueType = text({ min: 0, max: 256 });
const IdentityProviderId = text({ min: 1, max: 128, pattern: '[\\w.;_/-]+' });
export const DeveloperProviderName = text({ min: 1, max: 128, pattern: '[\\w._-]+' });
const CognitoIdentityProvider = v.object({
  ProviderName: v.optional(text({ min: 1, max: 128, pattern: '[\\w._:/-]+' })),
  ClientId: v.optional(text({ min: 1, max: 128, pattern: '[\\w_]+' })),
  ServerSideTokenCheck: v.optional(v.boolean()),
});
const MappingRule = v.object({
  Claim: text({ min: 1, max: 64, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+' }),
  MatchType: v.picklist(['Equals', 'Contains', 'StartsWith', 'NotEqual']),
  Value: text({ min: 1, max: 128 }),
  RoleARN: text({ min: 20, max: 2048 }),
});
const RoleMapping = v.object({
  Type: v.picklist(['Token', 'Rules']),
  AmbiguousRoleResolution: v.optional(v.picklist(['AuthenticatedRole', 'Deny'])),
  RulesConfiguration: v.optional(v.object({ Rules: list(MappingRule, { min: 1, max: 400 }) })),
});

export const IdentityPoolId = text({ min: 1, max: 55, pattern: '[\\w-]+:[0-9a-f-]+' });
export const IdentityPoolName = text({ min: 1, max: 128, pattern: '[\\w\\s+=,.@-]+' });
export const IdentityProviderName = text({ min: 1, max: 128 });
export const ARNString = text({ min: 20, max: 2048 });
export const QueryLimit = integer({ min: 1, max: 60 });
export const PaginationKey = text({ min: 1, max: 65535, pattern: '[\\S]+' });
export const IdentityPoolTagsType = map(TagKeysType, TagValueType);
export const IdentityPoolTagsListType = list(TagKeysType);
export const RolesMap = map(text({ min: 1, max: 128, pattern: '(un)?authenticated' }), ARNString, { max: 2 });
export const RoleMappingMap = map(IdentityProviderName, RoleMapping, { max: 10 });
export const PrincipalTags = map(text({ min: 1, max: 128 }), text({ min: 1, max: 256 }), { max: 50 });

const IdentityProviderToken = text({ min: 1, max: 50_000, sensitive: true });

export const IdentityId = text({ min: 1, max: 55, pattern: '[\\w-]+:[0-9a-f-]+' });
export const AccountId = text({ min: 1, max: 15, pattern: '\\d+' });
export const LoginsMap = map(IdentityProviderName, IdentityProviderToken, { max: 10 });
export const HideDisabled = v.boolean();
export const LoginsList = list(IdentityProviderName);
export const IdentityIdList = list(IdentityId, { min: 1, max: 60 });
export const DeveloperUserIdentifier = text({ min: 1, max: 1024 });
export const TokenDuration = integer({ min: 1, max: 86_400 });

/** The members of an identity pool that CreateIdentityPool and UpdateIdentityPool share. */
export const identityPoolSettings = {
  AllowUnauthenticatedIdentities: IdentityPoolUnauthenticated,
  AllowClassicFlow: v.optional(ClassicFlow),
  SupportedLoginProviders: v.optional(map(IdentityProviderName, IdentityProviderId, { max: 10 })),
  DeveloperProviderName: v.optional(DeveloperProviderName),
  OpenIdConnectProviderARNs: v.optional(list(ARNString)),
  CognitoIdentityProviders: v.optional(list(CognitoIdentityProvider)),
  SamlProviderARNs: v.optional(list(ARNString)),
};

/** A map of principal tags in requests. */
export const principalTagMap = {
  UseDefaults: v.optional(UseDefaults),
  PrincipalTags: v.optional(PrincipalTags),
};
