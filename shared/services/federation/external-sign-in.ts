/** The one place where somebody whom a provider has authenticated becomes a user of the pool, and is signed in. */
import { now } from '#shared/config/clock.ts';
import { samlSubjectRepository } from '#shared/data/federation/saml-subject-repository.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { tokenLifetimes } from '#shared/domain/app-clients/app-client.ts';
import type { ExternalIdentity, ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import type { IdentityProvider } from '#shared/domain/federation/identity-provider.ts';
import { linkingOf, withLink } from '#shared/domain/federation/linking.ts';
import { faultsOf, mapped, updated } from '#shared/domain/federation/mapped-attributes.ts';
import type { PendingAccount } from '#shared/domain/federation/pending-account.ts';
import type { AuthorizationRequest } from '#shared/domain/oauth/authorization-request.ts';
import { ssoLifetimeMs } from '#shared/domain/oauth/sso-session.ts';
import { type AcrLevel, acrLevels } from '#shared/domain/user-pools/acr-names.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isSameIdentity } from '#shared/domain/users/identities.ts';
import type { Attributes, User, UserIdentity } from '#shared/domain/users/user.ts';
import { noteOnCall } from '#shared/observability/call.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { beginFederated, type ChangedUser, type PageRequest, type SignedIn } from '../oauth/page-sign-in.ts';
import type { Origin } from '../sessions/origin.ts';
import { triggers } from '../triggers/create-triggers.ts';
import { aliasTaken } from '../users/attribute-updates.ts';
import { userUpdate } from '../users/user-changes.ts';
import type { UserRecord } from '../users/users.ts';
import { type Arrival, findOwner, makeExternalUser, toUserIdentity, vouching } from './external-users.ts';
import { badAttributes, FederationRefusal, toOAuthRefusal } from './federation-refusal.ts';
import { signsInHere } from './offered-providers.ts';
import type { Pending } from './pending-accounts.ts';

interface ExternalSignIn {
  readonly app: ClientRecord;
  readonly request: AuthorizationRequest;
  readonly origin: Origin;
  readonly provider: IdentityProvider;
  readonly identity: ExternalIdentity;
  /** False for an answer of a provider that no request of this browser asked for. */
  readonly isAsked: boolean;
}

/**
 * What the provider says, or what the InboundFederation trigger makes of it. What the function leaves out is dropped, except
 * whom the provider means: that is proved.
 */
export const inboundOf = async ({
  app,
  provider,
  identity,
}: Pick<ExternalSignIn, 'app' | 'provider' | 'identity'>): Promise<ProviderAttributes> => {
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

/** The user with what the provider says now, and the account where it is to be linked, and the writes that make that so. */
const refreshed = async (
  { arrival: { app, provider }, given }: Arrived,
  { user, userKey }: UserRecord,
  linked: UserIdentity | undefined,
): Promise<ChangedUser> => {
  const { pool } = app;
  const attributes = updated(user.attributes, given);
  if (isSame(attributes, user.attributes) && !linked) return { user, writes: [] };
  assertChanges(pool, provider, user.attributes, attributes);
  const isOfProvider = given.email === attributes.email ? vouching(provider, given) : {};
  const base = linked ? withLink(user, linked, now()) : user;
  const after: User = { ...base, attributes, ...isOfProvider, updatedAt: now() };
  return { user: after, writes: await userUpdate(pool, user, after, userKey, { taken: aliasTaken }) };
};

const levelOf = ({ acrMapping = {} }: IdentityProvider, acr: string | undefined): AcrLevel | undefined =>
  acr === undefined ? undefined : acrLevels.findLast((level) => acrMapping[`Level${level}`] === acr);

/** Somebody who has arrived, and what the end of the sign-in has beside. */
interface Arrived {
  readonly signIn: Pick<PageRequest, 'app' | 'request' | 'origin' | 'give'>;
  readonly arrival: Arrival;
  /** The values that the provider gives to the user's attributes. */
  readonly given: Attributes;
  readonly level: AcrLevel | undefined;
  /** Made together with the sign-in. */
  readonly writes: readonly Write[];
}

const throughOf = ({ arrival: { provider, identity }, level }: Arrived) => ({
  providerName: provider.name,
  ...(identity.logout && { providerLogout: identity.logout }),
  level,
});

// A provider that signs its user out names the subject alone, also of a user who is linked by another attribute.
const subjectWrites = (
  { signIn: { app }, arrival: { provider, identity } }: Arrived,
  { sub, identities = [] }: User,
  userKey: string,
): readonly Write[] => {
  const subject = { providerName: provider.name, userId: identity.subject };
  if (!identity.logout || identities.some((own) => isSameIdentity(own, subject))) return [];
  const lastsMs = Math.max(ssoLifetimeMs, tokenLifetimes(app.client).refresh * 1000);
  return [samlSubjectRepository().put(app.pool.id, subject, { userKey, sub }, now() + lastsMs)];
};

const asKnown = async (arrived: Arrived, record: UserRecord, linked?: UserIdentity): Promise<SignedIn> => {
  const { signIn, writes: more } = arrived;
  const { user, writes } = await refreshed(arrived, record, linked);
  const federated = { record, user, writes: [...writes, ...more, ...subjectWrites(arrived, user, record.userKey)] };
  return beginFederated(signIn, federated, { ...throughOf(arrived), isNew: false });
};

const asNew = async (arrived: Arrived): Promise<SignedIn> => {
  const { signIn, arrival, given, writes } = arrived;
  const first = updated({}, given);
  assertFitting(signIn.app.pool, arrival.provider, first);
  const record = await makeExternalUser(arrival, first);
  return beginFederated(signIn, { record, user: record.user, writes }, { ...throughOf(arrived), isNew: true });
};

const orRefusal = async <T>({ provider }: Arrival, attempt: () => Promise<T>): Promise<T> => {
  try {
    return await retryOnConflict(attempt);
  } catch (error) {
    throw error instanceof FederationRefusal ? toOAuthRefusal(provider, error) : error;
  }
};

// A response that nobody asked for may be somebody else's, whose account must not become the user's.
const asks = ({ app, request, isAsked }: ExternalSignIn): boolean =>
  linkingOf(app.pool).policy === 'ASK' && isAsked && signsInHere(app) && !request.prompts.includes('none');

const toPending = ({ signIn, arrival, given, level }: Arrived): ToBeAsked => {
  const { provider, identity, attributes } = arrival;
  const { subject, issuer, logout } = identity;
  return {
    pending: {
      clientId: signIn.app.client.id,
      providerName: provider.name,
      identity: { subject, ...(issuer !== undefined && { issuer }), ...(logout && { logout }) },
      attributes: Object.fromEntries(
        Object.entries(attributes).filter(([name]) => provider.linkAttributes?.includes(name)),
      ),
      given,
      ...(level !== undefined && { level }),
    },
  };
};

/** Somebody whose identity is nobody's, where the pool asks for the account that the person may have. */
export interface ToBeAsked {
  readonly pending: Omit<PendingAccount, 'expiresAt'>;
}

/**
 * Signs in somebody whom a provider has authenticated, and gives the answer to the app: as the user whom the identity
 * belongs to, whose attributes follow the provider's, as one whom the pool's policy links with it, or as a new one. Two who
 * come at once are one user. Throws OAuthError and the exceptions of InitiateAuth.
 */
export const signInExternal = async (signIn: ExternalSignIn): Promise<SignedIn | ToBeAsked> => {
  const { app, provider, identity } = signIn;
  const attributes = await inboundOf(signIn);
  const arrival: Arrival = { app, provider, identity, attributes };
  const given = mapped(app, provider, attributes);
  const arrived: Arrived = { signIn, arrival, given, level: levelOf(provider, identity.acr), writes: [] };
  // On demand: few pools link.
  const isLinking = linkingOf(app.pool).policy === 'VERIFIED_EMAIL';
  return orRefusal(arrival, async () => {
    const owner = await findOwner(arrival);
    if (owner) return asKnown(arrived, owner);
    const found = isLinking ? await (await import('./found-by-email.ts')).findByEmail(arrival, given) : undefined;
    if (found) return asKnown(arrived, found, toUserIdentity(arrival, false));
    return asks(signIn) ? toPending(arrived) : asNew(arrived);
  });
};

/**
 * Signs in somebody who was asked, and has no account here: as a new user. Whoever became a user meanwhile is that one.
 * Throws as signInExternal, and where the page was answered before.
 */
export const signInAsNew = async (
  { app, request, origin, give }: Arrived['signIn'],
  pending: Pending,
): Promise<SignedIn> => {
  // Without what the page is to link: here, nothing is.
  const signIn = { app, request, origin, ...(give && { give }) };
  const arrival = await pending.arrival();
  const { given, level } = pending.account;
  noteOnCall({ attempt: 'Federation', identityProvider: arrival.provider.name });
  const arrived: Arrived = { signIn, arrival, given, level, writes: [pending.spend] };
  return orRefusal(arrival, async () => {
    const owner = await findOwner(arrival);
    return owner ? asKnown(arrived, owner) : asNew(arrived);
  });
};
