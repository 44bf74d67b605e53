import type { IdentityProviderType, ProviderDescription } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import { type IdentityProvider, mostIdentifiers, providerTypes } from '#shared/domain/federation/identity-provider.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { integer, list, map, StringType, text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

export const ProviderNameType = text({ min: 1, max: 32, pattern: '[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}\\p{Z}]+' });
export const ProviderNameTypeV2 = text({
  min: 1,
  max: 32,
  pattern: '[^_\\p{Z}][\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}][^_\\p{Z}]+',
});
export const IdentityProviderTypeType = v.picklist(providerTypes);
export const IdpIdentifierType = text({ min: 1, max: 40, pattern: '[\\w\\s+=.@-]+' });
export const ListProvidersLimitType = integer({ min: 0, max: 60 });
const AttributeMappingKeyType = text({ min: 1, max: 32 });
const ProviderDetailsType = map(StringType, StringType, { sensitive: true });
const AcrLevelNameType = text({ pattern: '^Level[1-4]$' });
const AcrValueType = text({ min: 1, max: 64, pattern: '[^\\s"\\\\]+' });

export const ProviderUserIdentifierType = v.object({
  ProviderName: v.optional(ProviderNameType),
  ProviderAttributeName: v.optional(StringType),
  ProviderAttributeValue: v.optional(StringType),
});

const given = (name: string, value: string | undefined): string => {
  if (value) return value;
  throw new CognitoException('InvalidParameterException', `Missing required parameter ${name}`);
};

/** Somebody whom a request names. Throws InvalidParameterException where name or value is missing. */
export const toNamedIdentity = (user: v.InferOutput<typeof ProviderUserIdentifierType>) => ({
  providerName: given('ProviderName', user.ProviderName),
  attribute: user.ProviderAttributeName || undefined,
  value: given('ProviderAttributeValue', user.ProviderAttributeValue),
});

/** What CreateIdentityProvider and UpdateIdentityProvider state. */
export const providerMembers = {
  ProviderDetails: ProviderDetailsType,
  AttributeMapping: v.optional(map(AttributeMappingKeyType, StringType)),
  IdpIdentifiers: v.optional(list(IdpIdentifierType, { min: 0, max: mostIdentifiers })),
  AcrMapping: v.optional(map(AcrLevelNameType, AcrValueType)),
} as const;

interface Stated {
  readonly ProviderDetails?: Readonly<Record<string, string>> | undefined;
  readonly AttributeMapping?: Readonly<Record<string, string>> | undefined;
  readonly IdpIdentifiers?: readonly string[] | undefined;
  readonly AcrMapping?: Readonly<Record<string, string>> | undefined;
}

/** What a request states about a provider. */
export const toProviderFacts = ({ ProviderDetails, AttributeMapping, IdpIdentifiers, AcrMapping }: Stated) => ({
  details: ProviderDetails,
  attributeMapping: AttributeMapping,
  identifiers: IdpIdentifiers,
  acrMapping: AcrMapping,
});

const description = (provider: IdentityProvider) => ({
  ProviderName: provider.name,
  ProviderType: provider.type,
  LastModifiedDate: toEpochSeconds(provider.updatedAt),
  CreationDate: toEpochSeconds(provider.createdAt),
});

/** A provider as lists have it. */
export const toProviderDescription = (provider: IdentityProvider): Wire<ProviderDescription> => description(provider);

/** A provider as the API answers it, with the details that are told of it. */
export const toIdentityProvider = ({
  provider,
  details,
}: {
  readonly provider: IdentityProvider;
  readonly details: Readonly<Record<string, string>>;
}): Wire<IdentityProviderType> => ({
  UserPoolId: provider.poolId,
  ...description(provider),
  ProviderDetails: { ...details },
  AttributeMapping: { ...provider.attributeMapping },
  IdpIdentifiers: [...provider.identifiers],
  AcrMapping: provider.acrMapping && { ...provider.acrMapping },
});
