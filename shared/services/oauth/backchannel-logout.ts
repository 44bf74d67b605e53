/** Tells app clients of sessions that ended: OpenID Connect Back-Channel Logout 1.0. What it has done, it notes. */
import { now } from '#shared/config/clock.ts';
import { workPartitions } from '#shared/data/logout-keys.ts';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { logoutDeliveryRepository } from '#shared/data/oauth/logout-delivery-repository.ts';
import { sessionEndRepository } from '#shared/data/oauth/session-end-repository.ts';
import type { Item } from '#shared/data/table.ts';
import { table } from '#shared/data/table.ts';
import { FamilyGone, tokenFamilyRepository } from '#shared/data/users/token-family-repository.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import { deliveriesOf, type LogoutDelivery } from '#shared/domain/oauth/logout-delivery.ts';
import { endedFamilies, type GoneFamily, type SessionEnd, sessionsOf } from '#shared/domain/oauth/session-end.ts';
import type { TokenFamily } from '#shared/domain/tokens/token-family.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import { type ClientRecord, cachedPool } from '../directory/directory.ts';
import { createTurns, type Turns } from './delivery-turns.ts';
import { deliver } from './logout-delivery.ts';
import { endSsoTokens, hearingApps } from './sso-tokens.ts';

class MadeBefore extends Error {}

const unlessMade = async (delivery: LogoutDelivery): Promise<void> => {
  try {
    await table().write([logoutDeliveryRepository().create(delivery, () => new MadeBefore())]);
  } catch (error) {
    if (!(error instanceof MadeBefore)) throw error;
  }
};

const markTold = async ({ poolId, userKey }: SessionEnd, { id }: TokenFamily): Promise<void> => {
  try {
    await table().write([tokenFamilyRepository().markTold(poolId, userKey, id)]);
  } catch (error) {
    if (!(error instanceof FamilyGone)) throw error;
  }
};

interface Found {
  readonly ended: readonly GoneFamily[];
  readonly toMark: readonly TokenFamily[];
  readonly apps: ReadonlyMap<string, ClientRecord>;
}

const findEnded = async (pool: UserPool, end: SessionEnd): Promise<Found> => {
  if (end.families) {
    const apps = await hearingApps(pool.id, end.families);
    return { ended: end.families.filter(({ clientId }) => apps.has(clientId)), toMark: [], apps };
  }
  // Whoever ended the session may have died before its tokens ended.
  if (end.ssoId !== undefined) await endSsoTokens(pool, end.userKey, end.ssoId);
  const user = await userRepository().find(pool, end.userKey);
  const all = await tokenFamilyRepository().all(pool.id, end.userKey);
  const apps = await hearingApps(pool.id, all);
  const families = all.filter(({ clientId }) => apps.has(clientId));
  const ended = endedFamilies({ end, user, families, now: now() });
  return { ended, toMark: ended, apps };
};

const orNoPool = async (poolId: string): Promise<UserPool | undefined> => {
  try {
    return (await cachedPool(poolId)).pool;
  } catch (error) {
    if (isException(error, 'ResourceNotFoundException')) return undefined;
    throw error;
  }
};

// What fails does not keep others from being told. It stays in the list.
const logged = async (work: Promise<void>): Promise<void> => {
  try {
    await work;
  } catch (error) {
    logger.error('failed', { error: error instanceof Error ? error : new Error(String(error)) });
    throw error;
  }
};

const tellInTurn = (turns: Turns, delivery: LogoutDelivery): void =>
  turns.take(delivery, () => logged(deliver(delivery)));

/**
 * Decides who is told of an end of sessions, and has them be told. It may be done again at any point: only at the end it is
 * forgotten, when everything that is to be told is in the table.
 */
const tell = async (turns: Turns, end: SessionEnd): Promise<void> => {
  const pool = await orNoPool(end.poolId);
  const { ended, toMark, apps } = pool ? await findEnded(pool, end) : { ended: [], toMark: [], apps: new Map() };
  const needsSession = (clientId: string): boolean =>
    apps.get(clientId)?.client.oauth?.backchannelLogoutSessionRequired ?? false;
  const deliveries = deliveriesOf(end, sessionsOf(ended), needsSession);
  await manyAtOnce(deliveries, unlessMade);
  await manyAtOnce(toMark, (family) => markTold(end, family));
  await table().write([sessionEndRepository().remove(end)]);
  for (const delivery of deliveries) tellInTurn(turns, delivery);
};

/** Tells of one end of sessions, if nobody did so yet. */
export const tellOfEnd = async (poolId: string, id: string): Promise<void> => {
  const end = await sessionEndRepository().find(poolId, id);
  if (!end) return;
  const turns = createTurns();
  await tell(turns, end);
  await turns.settled();
};

const tellItem = (turns: Turns, item: Item, only: string | undefined): void => {
  const end = sessionEndRepository().from(item);
  const delivery = end ? undefined : logoutDeliveryRepository().from(item);
  if (only !== undefined && (end ?? delivery)?.poolId !== only) return;
  if (end) turns.take({ poolId: end.poolId }, () => logged(tell(turns, end)));
  if (delivery?.nextAt !== undefined && delivery.nextAt <= now()) tellInTurn(turns, delivery);
};

const takeWhatIsDue = async (turns: Turns, isLate: () => boolean, only: string | undefined): Promise<boolean> => {
  for (const partition of workPartitions) {
    let start: Item | undefined;
    do {
      if (isLate()) return false;
      const { items, next } = await logoutDeliveryRepository().due(partition, now(), start);
      for (const item of items) tellItem(turns, item, only);
      start = next;
    } while (start);
  }
  return true;
};

/**
 * Tells whatever is due, or is due of one pool, but for clients that are too slow: these are told by a later run. False where
 * `isLate` ended the work before that was done.
 */
export const tellWhatIsDue = async (isLate: () => boolean, poolId?: string): Promise<boolean> => {
  const turns = createTurns({ isLate });
  for (;;) {
    const isAll = await takeWhatIsDue(turns, isLate, poolId);
    const isMore = await turns.settled();
    if (isLate()) return isAll && !isMore;
    if (!isMore) return true;
  }
};
