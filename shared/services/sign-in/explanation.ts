/** Gathers what a sign-in of a user would look at, and has it explained. Nothing is written, sent or called. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { messageCountRepository } from '#shared/data/messages/message-count-repository.ts';
import { authEventRepository } from '#shared/data/users/auth-event-repository.ts';
import { deviceRepository } from '#shared/data/users/device-repository.ts';
import { userSearchRepository } from '#shared/data/users/user-search-repository.ts';
import { type AppClient, hidesUserExistence } from '#shared/domain/app-clients/app-client.ts';
import { findRelyingParty, usablePasskeys } from '#shared/domain/passkeys/relying-party.ts';
import { isProtected } from '#shared/domain/risk/risk-configuration.ts';
import {
  type ExplainedSignIn,
  explainNobody,
  explainSignIn,
  type LostName,
  type Surroundings,
} from '#shared/domain/sign-in/explained-sign-in.ts';
import { deviceStanding } from '#shared/domain/sign-in/factors.ts';
import type { Account, Stage } from '#shared/domain/sign-in/rehearsal.ts';
import { type SignInTrigger, signInTriggers } from '#shared/domain/sign-in/sign-in-facts.ts';
import type { Circumstances } from '#shared/domain/sign-in/sign-in-notes.ts';
import { aliasAttributes, protectionMode, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isVerified } from '#shared/domain/users/attributes.ts';
import { currentNames, type OwnName } from '#shared/domain/users/names.ts';
import { isException } from '#shared/errors/exception.ts';
import { cachedClientOf } from '../directory/directory.ts';
import { messagesAnHour } from '../messages/message-limits.ts';
import { mindsLeaks } from '../passwords/passwords.ts';
import { functionOf } from '../triggers/create-triggers.ts';
import { proofsOf } from '../users/proofs.ts';
import { type UserRecord, userKeyOf, users } from '../users/users.ts';
import { missingAttributes } from './new-password-parameters.ts';

/** What was found, and what is said of it. */
export interface Explanation extends ExplainedSignIn {
  readonly stage: Stage;
  /** Undefined where nobody has the name. */
  readonly record: UserRecord | undefined;
  /** By which of the user's names. */
  readonly foundBy: OwnName['kind'] | undefined;
}

const kinds = ['email', 'phone_number', 'preferred_username'] as const;

const isAliasOf = (pool: UserPool, kind: (typeof kinds)[number]): boolean =>
  aliasAttributes(pool).includes(kind) || (kind !== 'preferred_username' && usernameAttributes(pool).includes(kind));

// Users who have the name as an attribute, although it does not find them.
const namesakes = async (pool: UserPool, value: string): Promise<readonly LostName[]> => {
  const found = await Promise.all(
    kinds.map(async (attribute) => {
      const filter = { attribute, match: 'exact', value } as const;
      const { users: some } = await userSearchRepository().page({ pool, filter, limit: 2, start: undefined });
      const reason = isAliasOf(pool, attribute) ? ('UNVERIFIED' as const) : ('NO_ALIAS' as const);
      return some.map(({ username }) => ({ kind: attribute, value, username, reason }));
    }),
  );
  return found.flat();
};

// Names that the user would have, but that are not verified or lead to somebody else.
const lostNamesOf = async (pool: UserPool, { user, userKey }: UserRecord): Promise<readonly LostName[]> => {
  const found = await Promise.all(
    aliasAttributes(pool).map(async (kind): Promise<LostName | undefined> => {
      const value = user.attributes[kind];
      if (!value) return undefined;
      const lost = { kind, value, username: user.username };
      if (kind !== 'preferred_username' && !isVerified(user.attributes, kind)) return { ...lost, reason: 'UNVERIFIED' };
      const owner = await users().find(pool, value);
      if (!owner.user || owner.userKey === userKey) return undefined;
      return { ...lost, reason: { ownedBy: owner.user.username } };
    }),
  );
  return found.filter((one) => one !== undefined);
};

const accountOf = (pool: UserPool, record: UserRecord): Account => {
  const { user, password, failures, codeFailures } = record;
  const { hasSoftwareToken, hasPasskey } = proofsOf(pool, record);
  return {
    user,
    password: password && { hasSrp: password.srp !== undefined, temporaryUntil: password.temporaryUntil },
    hasSoftwareToken,
    hasPasskey,
    failures,
    codeFailures,
  };
};

const shownDevices = 60;
const shownEvents = 10;

const skippingDevices = async (pool: UserPool, { user, userKey }: UserRecord): Promise<number> => {
  if (deviceStanding(pool, { remembered: true }) !== 'standsForSecondFactor') return 0;
  const { devices } = await deviceRepository().page(pool.id, userKey, { limit: shownDevices, start: undefined });
  return devices.filter(({ sub, remembered }) => sub === user.sub && remembered).length;
};

const eventsOf = async (pool: UserPool, { user, userKey }: UserRecord): Promise<Circumstances['events']> => {
  if (!isProtected(pool)) return [];
  const { events } = await authEventRepository().page(pool.id, userKey, shownEvents, undefined);
  return events.filter(({ sub }) => sub === user.sub);
};

const circumstancesOf = async (pool: UserPool, record: UserRecord): Promise<Circumstances> => {
  const { user, userKey, passkeys } = record;
  const [devicesSkipping, events, sent] = await Promise.all([
    skippingDevices(pool, record),
    eventsOf(pool, record),
    messageCountRepository().toUserSoFar(pool.id, userKey, now()),
  ]);
  return {
    missing: missingAttributes(pool, user),
    strayPasskeys:
      passkeys.length - usablePasskeys(passkeys, findRelyingParty(pool, environment().issuerOrigin)).length,
    devicesSkipping,
    events,
    messagesUsedUp: sent >= messagesAnHour,
    comparesPasswords: mindsLeaks(pool),
    riskEnforced: protectionMode(pool) === 'ENFORCED',
  };
};

const hasFunction = (pool: UserPool, trigger: SignInTrigger): boolean =>
  trigger === 'CustomEmailSender' || trigger === 'CustomSMSSender'
    ? pool.settings.LambdaConfig?.[trigger] !== undefined
    : functionOf(pool, trigger) !== undefined;

const findClient = async (poolId: string, clientId: string | undefined): Promise<AppClient | undefined> => {
  if (clientId === undefined) return undefined;
  try {
    return (await cachedClientOf(poolId, clientId)).client;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

/**
 * Why a sign-in under that name would fail now, or what it would ask. Without a client, as for one that may use every flow
 * and hear who exists.
 */
export const explain = async (pool: UserPool, name: string, clientId: string | undefined): Promise<Explanation> => {
  const [client, record] = await Promise.all([findClient(pool.id, clientId), users().find(pool, name)]);
  const stage: Stage = {
    pool,
    client,
    now: now(),
    triggers: signInTriggers.filter((trigger) => hasFunction(pool, trigger)),
  };
  const common = {
    stage,
    missingClient: client ? undefined : clientId,
    hidesUsers: client !== undefined && hidesUserExistence(client),
  };
  if (!record.user) {
    const around: Surroundings = { ...common, lostNames: await namesakes(pool, name) };
    return { stage, record: undefined, foundBy: undefined, ...explainNobody(around, record, name) };
  }
  const [lostNames, circumstances] = await Promise.all([lostNamesOf(pool, record), circumstancesOf(pool, record)]);
  const given = userKeyOf(pool, name);
  const alias = currentNames(pool, record.user, record.userKey).find(({ key }) => key === given);
  return {
    stage,
    record,
    foundBy: record.userKey === given ? 'username' : alias?.kind,
    ...explainSignIn({ ...common, lostNames }, accountOf(pool, record), circumstances),
  };
};
