import type { TermsDescriptionType, TermsType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';
import type { AcceptedTerms } from '#shared/domain/terms/accepted-terms.ts';
import type { Terms } from '#shared/domain/terms/terms.ts';
import { integer, map, text } from './shapes.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

export const TermsIdType = text({
  pattern: '^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[4][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$',
});
export const TermsNameType = text({ pattern: '^(terms-of-use|privacy-policy)$' });
export const TermsSourceType = v.picklist(['LINK']);
export const TermsEnforcementType = v.picklist(['NONE']);
const LanguageIdType = text({
  pattern:
    '^cognito:(default|dutch|english|french|spanish|german|bahasa-indonesia|italian|japanese|korean|portuguese-brazil|chinese-(simplified|traditional))$',
});
const LinkUrlType = text({ min: 1, max: 1024, pattern: '^[\\p{L}\\p{M}\\p{S}\\p{N}\\p{P}]+$' });
export const LinksType = map(LanguageIdType, LinkUrlType, { min: 1, max: 13 });
export const ListTermsRequestMaxResultsInteger = integer({ min: 1, max: 60 });

// The API knows one source and one enforcement.
const constant = { Enforcement: 'NONE' } as const;

/** Terms in a list. */
export const toTermsDescriptionType = (terms: Terms): Wire<TermsDescriptionType> => ({
  TermsId: terms.id,
  TermsName: terms.name,
  ...constant,
  CreationDate: toEpochSeconds(terms.createdAt),
  LastModifiedDate: toEpochSeconds(terms.updatedAt),
});

/** Terms as the API answers them. */
export const toTermsType = (terms: Terms): Wire<TermsType> => ({
  ...toTermsDescriptionType(terms),
  UserPoolId: terms.poolId,
  ClientId: terms.clientId,
  TermsSource: 'LINK',
  Links: { ...terms.links },
});

/** Terms that a user accepted, in our own operation. */
export const toAcceptedTermsType = (accepted: AcceptedTerms) => ({
  TermsId: accepted.termsId,
  TermsName: accepted.name,
  ClientId: accepted.clientId,
  Link: accepted.link,
  Language: accepted.language,
  LastModifiedDate: toEpochSeconds(accepted.updatedAt),
  AcceptanceDate: toEpochSeconds(accepted.acceptedAt),
});
