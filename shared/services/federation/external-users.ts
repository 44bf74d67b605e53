/** Users for identities: whom one belongs to, and a new user for one that is nobody's. */
import { now } from '#shared/config/clock.ts';
import { externalIdentityRepository } from '#shared/data/federation/external-identity-repository.ts';
import { table } from '#shared/data/table.ts';
import { Conflict } from '#shared/data/write.ts';
import type { ExternalIdentity, ProviderAttributes } from '#shared/domain/federation/external-identity.ts';
import { type IdentityProvider, providerGroup } from '#shared/domain/federation/identity-provider.ts';
import { isCaseSensitive } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { newUser } from '#shared/domain/users/new-user.ts';
import type { Attributes, User, UserIdentity } from '#shared/domain/users/user.ts';
import type { ClientRecord } from '../directory/directory.ts';
import { triggers } from '../triggers/create-triggers.ts';
import { userCreation } from '../users/user-changes.ts';
import { type UserRecord, userKeyOf, users } from '../users/users.ts';
import { FederationRefusal } from './federation-refusal.ts';

/** Somebody whom a provider has authenticated. */
export interface Arrival {
  readonly app: ClientRecord;
  readonly provider: IdentityProvider;
  readonly identity: ExternalIdentity;
  /** The provider's attributes, or what the InboundFederation trigger made of them. */
  readonly attributes: ProviderAttributes;
}

const combination = (): FederationRefusal => new FederationRefusal('Invalid ProviderName/Username combination.');

const subjectOf = ({ provider, identity }: Arrival) => ({ providerName: provider.name, userId: identity.subject });

/** By what a user may be linked: the subject, and other attributes. The provider knows which. */
export const candidatesOf = (arrival: Arrival) => {
  const { provider, attributes } = arrival;
  const byAttributes = (provider.linkAttributes ?? []).flatMap((attribute) => {
    const value = Object.hasOwn(attributes, attribute) ? attributes[attribute] : undefined;
    return typeof value === 'string' && value !== '' ? [{ providerName: provider.name, attribute, userId: value }] : [];
  });
  return [subjectOf(arrival), ...byAttributes];
};

/**
 * The user whom an identity belongs to; undefined where it is nobody's. Two requests at most. The subject comes before
 * other attributes.
 */
export const findOwner = async (arrival: Arrival): Promise<UserRecord | undefined> => {
  const { pool } = arrival.app;
  const owners = await externalIdentityRepository().findAll(pool.id, candidatesOf(arrival));
  const owner = owners.find((one) => one !== undefined);
  if (!owner) return undefined;
  const record = await users().findByKey(pool, owner.userKey);
  // It is removed together with its user. So the user was deleted between the two requests.
  return record.user && record.user.sub === owner.sub ? record : undefined;
};

const longestUsername = 128;

/** The username of a user who first comes through a provider: in lower case where case does not matter. */
const externalUsername = (pool: UserPool, providerName: string, subject: string): string => {
  const username = `${providerName}_${subject}`;
  return isCaseSensitive(pool) ? username : username.toLowerCase();
};

const usernameOf = ({ app: { pool }, provider, identity }: Arrival): string => {
  // Half a character cannot be stored, and without it one subject might be taken for another.
  if (!identity.subject.isWellFormed()) throw new FederationRefusal('The name of the user is not well-formed.');
  const username = externalUsername(pool, provider.name, identity.subject);
  if (username.length <= longestUsername) return username;
  throw new FederationRefusal(
    `1 validation error detected: Value '${username}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to ${longestUsername}`,
  );
};

/** The identity as a user keeps it. */
export const toUserIdentity = ({ provider, identity }: Arrival, primary: boolean): UserIdentity => ({
  providerName: provider.name,
  providerType: provider.type,
  userId: identity.subject,
  ...(identity.issuer !== undefined && { issuer: identity.issuer }),
  primary,
  createdAt: now(),
});

/** Who says that an e-mail is verified, where somebody does: a provider, or the PreSignUp trigger. */
export const vouching = ({ name }: { readonly name: string }, { email, email_verified: verdict }: Attributes) =>
  email !== undefined && verdict === 'true' ? { emailFrom: { provider: name, email, at: now() } } : {};

/** Somebody else made the user, or linked the identity, just now. */
class Overtaken extends Conflict {}

/** What holds where another user has the name already: somebody who is not of this identity. */
const clash =
  (username: string) =>
  async (arrival: Arrival): Promise<FederationRefusal | Overtaken> => {
    if (await findOwner(arrival)) return new Overtaken();
    const { user } = await users().findByKey(arrival.app.pool, userKeyOf(arrival.app.pool, username));
    // The same subject in another case: somebody else to the provider, but not to the pool.
    const isOther = user?.identities?.some(({ providerName }) => providerName === arrival.provider.name);
    return isOther ? combination() : new FederationRefusal(`Already found an entry for username ${username}`);
  };

/**
 * Makes the user of an identity that is nobody's, in one transaction. PreSignUp is asked before, and may link the identity:
 * then the owner is found at the next try. Throws FederationRefusal, Conflict, and what triggers throw.
 */
export const makeExternalUser = async (arrival: Arrival, attributes: Attributes): Promise<UserRecord> => {
  const { app, provider } = arrival;
  const { pool, client } = app;
  const username = usernameOf(arrival);
  const occasion = { pool, clientId: client.id, clientMetadata: undefined };
  const source = 'PreSignUp_ExternalProvider';
  const decision = await triggers().preSignUp({ ...occasion, source, username, attributes, validationData: undefined });
  const decided = {
    ...attributes,
    ...(decision.autoVerifyEmail && { email_verified: 'true' }),
    ...(decision.autoVerifyPhone && { phone_number_verified: 'true' }),
  };
  const user: User = {
    ...newUser(pool, { username, status: 'EXTERNAL_PROVIDER', attributes: decided }, now()),
    groups: [{ name: providerGroup(provider), id: provider.groupId }],
    identities: [toUserIdentity(arrival, true)],
    ...(attributes.email_verified === 'true'
      ? vouching(provider, attributes)
      : vouching({ name: 'PreSignUp' }, decided)),
  };
  const userKey = userKeyOf(pool, username);
  class Taken extends Error {}
  const taken = () => new Taken();
  const writes = await userCreation(pool, user, userKey, { taken, identityTaken: () => new Overtaken() });
  try {
    await table().write(writes);
  } catch (error) {
    throw error instanceof Taken ? await clash(username)(arrival) : error;
  }
  await triggers().postConfirmation({ ...occasion, source: 'PostConfirmation_ConfirmSignUp', user });
  const nothing = { password: undefined, softwareToken: undefined, passkeys: [], recoveryCodes: undefined };
  return { userKey, user, ...nothing, failures: undefined, codeFailures: undefined, codes: [] };
};
