import * as v from 'valibot';
import { registrationSettings } from '#shared/domain/user-pools/registration-settings.ts';
import type { PoolClientRegistration, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { SupportedIdentityProvidersListType } from './app-client-shapes.ts';
import { integer } from './shapes.ts';

const ClientIdMetadataDocumentsType = v.picklist(['ENABLED', 'DISABLED']);

/** The settings of Gatehouse's own for clients that register themselves, as a request gives them. */
export const registrationMembers = {
  ClientIdMetadataDocuments: v.optional(ClientIdMetadataDocumentsType),
  SupportedIdentityProviders: v.optional(SupportedIdentityProvidersListType),
  MaxClients: v.optional(integer({ min: 1, max: 10_000 })),
  HourlyRegistrations: v.optional(integer({ min: 1, max: 10_000 })),
  IdleDays: v.optional(integer({ min: 2, max: 365 })),
};

type Given = {
  readonly [Member in keyof typeof registrationMembers]?: v.InferOutput<(typeof registrationMembers)[Member]>;
};

/** A pool's settings, as a request gives them. What it leaves out gets its default. */
export const fromRegistrationSettings = (given: Given): PoolClientRegistration => ({
  documents: given.ClientIdMetadataDocuments === 'ENABLED',
  ...(given.SupportedIdentityProviders && { providers: given.SupportedIdentityProviders }),
  ...(given.MaxClients !== undefined && { mostClients: given.MaxClients }),
  ...(given.HourlyRegistrations !== undefined && { hourly: given.HourlyRegistrations }),
  ...(given.IdleDays !== undefined && { idleDays: given.IdleDays }),
});

/** A pool's settings, with defaults filled in. */
export const toRegistrationSettings = (pool: UserPool) => {
  const { documents, providers, mostClients, hourly, idleDays } = registrationSettings(pool);
  return {
    UserPoolId: pool.id,
    ClientIdMetadataDocuments: documents ? 'ENABLED' : 'DISABLED',
    SupportedIdentityProviders: providers,
    MaxClients: mostClients,
    HourlyRegistrations: hourly,
    IdleDays: idleDays,
  };
};
