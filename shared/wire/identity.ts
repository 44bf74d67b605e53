import type { IdentityDescription } from '@aws-sdk/client-cognito-identity';
import type { Identity } from '#shared/domain/identity-pools/identity.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

/** An identity as the API answers it: of its logins, the names of their providers alone. */
export const toIdentityDescription = ({ id, logins, createdAt, updatedAt }: Identity): Wire<IdentityDescription> => ({
  IdentityId: id,
  Logins: logins.length > 0 ? [...new Set(logins.map(({ provider }) => provider))] : undefined,
  CreationDate: toEpochSeconds(createdAt),
  LastModifiedDate: toEpochSeconds(updatedAt),
});
