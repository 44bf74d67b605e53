import * as v from 'valibot';
import { hostPattern } from '#shared/domain/app-clients/document-hosts.ts';
import { registrationSettings } from '#shared/domain/user-pools/registration-settings.ts';
import type { PoolClientRegistration, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { SupportedIdentityProvidersListType } from './app-client-shapes.ts';
import { integer, list, text } from './shapes.ts';

const ClientIdMetadataDocumentsType = v.picklist(['ENABLED', 'DISABLED']);

/** At least one: a list that is given and empty would shut everybody out. */
const DocumentHostsType = list(text({ max: 255, pattern: hostPattern }), { min: 1, max: 100 });

const MaxClientsType = integer({ min: 1, max: 10_000 });
const HourlyRegistrationsType = integer({ min: 1, max: 10_000 });
const IdleDaysType = integer({ min: 2, max: 365 });

/** The same settings in the record of a pool. */
export const RegistrationRecordType = v.object({
  providers: v.exactOptional(SupportedIdentityProvidersListType),
  documents: v.exactOptional(v.boolean()),
  documentHosts: v.exactOptional(
    v.object({ allowed: v.exactOptional(DocumentHostsType), denied: v.exactOptional(DocumentHostsType) }),
  ),
  mostClients: v.exactOptional(MaxClientsType),
  hourly: v.exactOptional(HourlyRegistrationsType),
  idleDays: v.exactOptional(IdleDaysType),
});

/** The settings of Gatehouse's own for clients that register themselves, as a request gives them. */
export const registrationMembers = {
  ClientIdMetadataDocuments: v.optional(ClientIdMetadataDocumentsType),
  AllowedDocumentHosts: v.optional(DocumentHostsType),
  DeniedDocumentHosts: v.optional(DocumentHostsType),
  SupportedIdentityProviders: v.optional(SupportedIdentityProvidersListType),
  MaxClients: v.optional(MaxClientsType),
  HourlyRegistrations: v.optional(HourlyRegistrationsType),
  IdleDays: v.optional(IdleDaysType),
};

type Given = {
  readonly [Member in keyof typeof registrationMembers]?: v.InferOutput<(typeof registrationMembers)[Member]>;
};

/** A pool's settings, as a request gives them. What it leaves out gets its default. */
export const fromRegistrationSettings = (given: Given): PoolClientRegistration => ({
  documents: given.ClientIdMetadataDocuments === 'ENABLED',
  documentHosts: {
    ...(given.AllowedDocumentHosts && { allowed: given.AllowedDocumentHosts }),
    ...(given.DeniedDocumentHosts && { denied: given.DeniedDocumentHosts }),
  },
  ...(given.SupportedIdentityProviders && { providers: given.SupportedIdentityProviders }),
  ...(given.MaxClients !== undefined && { mostClients: given.MaxClients }),
  ...(given.HourlyRegistrations !== undefined && { hourly: given.HourlyRegistrations }),
  ...(given.IdleDays !== undefined && { idleDays: given.IdleDays }),
});

/** A pool's settings, with defaults filled in. */
export const toRegistrationSettings = (pool: UserPool) => {
  const { documents, documentHosts, providers, mostClients, hourly, idleDays } = registrationSettings(pool);
  const { allowed, denied } = documentHosts;
  return {
    UserPoolId: pool.id,
    ClientIdMetadataDocuments: documents ? 'ENABLED' : 'DISABLED',
    ...(allowed && { AllowedDocumentHosts: allowed }),
    ...(denied && { DeniedDocumentHosts: denied }),
    SupportedIdentityProviders: providers,
    MaxClients: mostClients,
    HourlyRegistrations: hourly,
    IdleDays: idleDays,
  };
};
