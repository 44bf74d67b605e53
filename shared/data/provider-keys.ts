import { bounded, type Key, sha256Of } from './keys.ts';

const providerPartition = (poolId: string): string => `PROVIDERS#${poolId}`;

/** Prefix of the sort keys of a pool's identity providers. */
export const providerEntries = 'P#';

/** Prefix of the sort keys of those that have the entity ID. */
export const samlIssuerEntries = (entityId: string): string => `E#${sha256Of(entityId)}#`;

/** The keys of identity providers, and of those whom they know. Most functions need none of them. */
export const providerKeys = {
  providerPartition,
  identityProvider: (poolId: string, name: string): Key => ({
    pk: providerPartition(poolId),
    sk: `${providerEntries}${bounded(name)}`,
  }),
  /** Another name of a provider, which is unique in the pool, too. */
  providerIdentifier: (poolId: string, identifier: string): Key => ({
    pk: providerPartition(poolId),
    sk: `I#${identifier}`,
  }),
  /** The file of metadata of a provider, which may be large. */
  providerMetadata: (poolId: string, name: string): Key => ({
    pk: providerPartition(poolId),
    sk: `M#${bounded(name)}`,
  }),
  /** A SAML provider under its entity ID, which several may have. */
  samlIssuer: (poolId: string, entityId: string, name: string): Key => ({
    pk: providerPartition(poolId),
    sk: `${samlIssuerEntries(entityId)}${bounded(name)}`,
  }),
  providerCount: (poolId: string): Key => ({ pk: providerPartition(poolId), sk: 'COUNT' }),
  /** The key by which the pool signs what it sends to SAML providers. */
  samlSigningKey: (poolId: string): Key => ({ pk: providerPartition(poolId), sk: 'SAML_KEY' }),
  /** An assertion that somebody signed in by. */
  samlAssertion: (poolId: string, issuer: string, id: string): Key => ({
    pk: `SAML#${poolId}#${sha256Of(JSON.stringify([issuer, id]))}`,
    sk: 'USED',
  }),
  /** Somebody whom a provider knows by the value of an attribute, by a digest of these. */
  externalIdentity: (poolId: string, provider: string, attribute: string, value: string): Key => ({
    pk: `EXTERNAL#${poolId}#${sha256Of(JSON.stringify([provider, attribute, value]))}`,
    sk: 'USER',
  }),
  /** Somebody who has yet to say whether there is a user already, by a digest of what the browser knows. */
  pendingAccount: (poolId: string, digest: string): Key => ({ pk: `PENDING#${poolId}#${digest}`, sk: 'ACCOUNT' }),
  /** Whom a NameID meant in a sign-in, by a digest of provider and NameID. */
  samlSubject: (poolId: string, provider: string, nameId: string): Key => ({
    pk: `SUBJECT#${poolId}#${sha256Of(JSON.stringify([provider, nameId]))}`,
    sk: 'USER',
  }),
  /** A try of a provider, by a digest of its id. */
  providerTest: (poolId: string, digest: string): Key => ({ pk: `PROVIDER_TEST#${poolId}#${digest}`, sk: 'TEST' }),
  /** A state that a provider has brought back, by its digest. */
  usedState: (poolId: string, digest: string): Key => ({ pk: `STATE#${poolId}#${digest}`, sk: 'USED' }),
} as const;
