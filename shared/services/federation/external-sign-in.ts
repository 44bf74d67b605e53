/** The one place where somebody whom a provider has authenticated becomes a user of the pool, and is signed in. */
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { ExternalIdentity, ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { faultsOf, mapped, updated } from '#shared/domain/federation/mapped-attributes.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { type AcrLevel, acrLevels } from '#shared/domain/user-pools/acr-names.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { beginFederated, type SignedIn } from '../oauth/page-sign-in.ts';
import type { Origin } from '../sessions/origin.ts';
import { triggers } from '../triggers/create-triggers.ts';
import { aliasTaken } from '../users/attribute-updates.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';
import { type Arrival, findOwner, makeExternalUser, vouching } from './external-users.ts';
import { badAttributes, FederationRefusal, toOAuthRefusal } from './federation-refusal.ts';

interface ExternalSignIn {
  readonly app: ClientRecord;
  readonly request: AuthorizationRequest;
  readonly origin: Origin;
  readonly provider: IdentityProvider;
  readonly identity: ExternalIdentity;
}

// What the function leaves out is dropped, except whom the provider means: that is proved.
const inboundOf = async ({ app, provider, identity }: ExternalSignIn): Promise<ProviderAttributes> => {
  const changed = await triggers().inboundFederation({
    pool: app.pool,
    clientId: app.client.id,
    clientMetadata: undefined,
    username: identity.subject,
    providerName: provider.name,
    providerType: provider.type,
    attributes: identity.inbound,
  });
  return changed ?? identity.attributes;
};

const assertFitting = (pool: UserPool, provider: IdentityProvider, attributes: Attributes): void => {
  const faults = faultsOf(pool, provider, attributes);
  if (faults.length > 0) throw badAttributes(provider, faults);
};

// Only what the sign-in changes is held against the schema: the pool may ask for more now than when the user was made.
const assertChanges = (pool: UserPool, provider: IdentityProvider, before: Attributes, after: Attributes): void => {
  const changed = ({ name }: { readonly name: string }): boolean => before[name] !== after[name];
  const faults = faultsOf(pool, provider, after).filter(changed);
  const fixed = pool.schema
    .filter(({ name, mutable }) => !mutable && changed({ name }))
    .map(({ name }) => ({ name, from: undefined, reason: 'Attribute cannot be updated.' }));
  const all = [...faults, ...fixed];
  if (all.length > 0) throw badAttributes(provider, all);
};

const isSame = (a: Attributes, b: Attributes): boolean =>
  Object.keys(a).length === Object.keys(b).length && Object.entries(a).every(([name, value]) => b[name] === value);

/** The user with what the provider says now, and the writes that make that so. */
const refreshed = async (
  { app: { pool }, provider }: ExternalSignIn,
  { user, userKey }: UserRecord,
  given: Attributes,
) => {
  const attributes = updated(user.attributes, given);
  if (isSame(attributes, user.attributes)) return { user, writes: [] };
  assertChanges(pool, provider, user.attributes, attributes);
  const isOfProvider = given.email === attributes.email ? vouching(provider, given) : {};
  const after: User = { ...user, attributes, ...isOfProvider, updatedAt: now() };
  return { user: after, writes: await userUpdate(pool, user, after, userKey, { taken: aliasTaken }) };
};

const levelOf = ({ acrMapping = {} }: IdentityProvider, acr: string | undefined): AcrLevel | undefined =>
  acr === undefined ? undefined : acrLevels.findLast((level) => acrMapping[`Level${level}`] === acr);

/**
 * Signs in somebody whom a provider has authenticated, and gives the answer to the app: as the user whom the identity
 * belongs to, whose attributes follow the provider's, or as a new one. Two who come at once are one user. Throws OAuthError
 * and the exceptions of InitiateAuth.
 */
export const signInExternal = async (signIn: ExternalSignIn): Promise<SignedIn> => {
  const { app, provider, identity } = signIn;
  const attributes = await inboundOf(signIn);
  const arrival: Arrival = { app, provider, identity, attributes };
  const given = mapped(app, provider, attributes);
  const { logout } = identity;
  const through = {
    providerName: provider.name,
    ...(logout && { providerLogout: logout }),
    level: levelOf(provider, identity.acr),
  };
  const known = async (record: UserRecord): Promise<SignedIn> => {
    const { user, writes } = await refreshed(signIn, record, given);
    return beginFederated(signIn, { record, user, writes }, { ...through, isNew: false });
  };
  const attempt = async (): Promise<SignedIn> => {
    const owner = await findOwner(arrival);
    if (owner) return known(owner);
    const first = updated({}, given);
    assertFitting(app.pool, provider, first);
    const record = await makeExternalUser(arrival, first);
    return beginFederated(signIn, { record, user: record.user, writes: [] }, { ...through, isNew: true });
  };
  try {
    return await retryOnConflict(attempt);
  } catch (error) {
    throw error instanceof FederationRefusal ? toOAuthRefusal(provider, error) : error;
  }
};
