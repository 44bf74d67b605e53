import { randomUUID } from 'node:crypto';
import type { CreateIdentityPoolInput, RoleMapping, SetIdentityPoolRolesInput } from '@aws-sdk/client-cognito-identity';

/** What CreateIdentityPool and UpdateIdentityPool set, as it was given. */
export type IdentityPoolSettings = Omit<CreateIdentityPoolInput, 'IdentityPoolName' | 'IdentityPoolTags'>;

/** The roles of a pool, and how a login chooses among others, by names of providers as they were given. */
export interface IdentityPoolRoles {
  readonly roles: NonNullable<SetIdentityPoolRolesInput['Roles']>;
  readonly mappings: Readonly<Record<string, RoleMapping>>;
}

/** Which claims of a provider's tokens become principal tags: names of claims by keys of tags. */
export interface PrincipalTagMap {
  readonly useDefaults: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/** Gives identities and AWS credentials to guests and to users of other providers. */
export interface IdentityPool {
  /** `<region>:` and a UUID. */
  readonly id: string;
  readonly name: string;
  readonly settings: IdentityPoolSettings;
  readonly tags?: Readonly<Record<string, string>> | undefined;
  readonly roles?: IdentityPoolRoles;
  /** By the name of the provider, as `providerKey` gives it. */
  readonly principalTags?: Readonly<Record<string, PrincipalTagMap>>;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

/** An id for a new identity pool, or for a new identity, of the Region. */
export const newIdentityId = (region: string): string => `${region}:${randomUUID()}`;

/** The Region in the id of an identity pool or an identity. */
export const regionOfIdentity = (id: string): string => id.slice(0, id.indexOf(':'));

/** The Amazon resource name of an identity pool. */
export const identityPoolArn = (poolId: string, { accountId }: { readonly accountId: string }): string =>
  `arn:aws:cognito-identity:${regionOfIdentity(poolId)}:${accountId}:identitypool/${poolId}`;

/** The id at the end of the ARN of an identity pool, of whichever deployment; undefined for any other ARN. */
export const findIdentityPoolId = (arn: string): string | undefined =>
  /^arn:[^:]*:cognito-identity:[^:]*:[^:]*:identitypool\/([\w-]+:[0-9a-f-]+)$/.exec(arn)?.[1];
