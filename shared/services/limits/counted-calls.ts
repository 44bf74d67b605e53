/** Calls that count for limits, as far as an instance of a function knows them. */
import { now } from '#shared/config/clock.ts';
import { limitRepository, toLimits } from '#shared/data/limits/limit-repository.ts';
import type { Item } from '#shared/data/table.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { type Category, categoryOf, isCategory } from '#shared/domain/limits/categories.ts';
import { type Count, countAt, isFull, isToTell, secondsLeft } from '#shared/domain/limits/limit.ts';
import { Throttled } from '#shared/errors/exception.ts';
import { endWithCall, functionOfCall, notesOfCall } from '#shared/observability/call.ts';
import { logger } from '#shared/observability/powertools.ts';

const countsAtMost = 1000;
const counts = new Map<string, Count>();

const keepCount = (limit: string, count: Count): void => {
  if (counts.size >= countsAtMost && !counts.has(limit)) counts.clear();
  counts.set(limit, count);
};

// Nobody waits for it before the work, and a store that fails lets everybody through.
const tell = async (limit: string, { window, untold, told }: Count): Promise<void> => {
  keepCount(limit, { window, untold: 0, told: told + untold, toldAt: now() });
  try {
    const sum = await limitRepository().count(limit, window, untold);
    const latest = counts.get(limit);
    if (latest?.window === window) keepCount(limit, { ...latest, told: Math.max(sum, latest.told) });
  } catch (error) {
    logger.warn('calls not counted', { limit, reason: error instanceof Error ? error.name : 'unknown' });
  }
};

const admit = (limit: string, perSecond: number | undefined): void => {
  if (perSecond === undefined) return;
  const at = now();
  const count = countAt(counts.get(limit), at);
  if (isFull(count, perSecond)) throw new Throttled(secondsLeft(at));
  const counted = { ...count, untold: count.untold + 1 };
  keepCount(limit, counted);
  if (isToTell(counted, perSecond, at)) endWithCall(tell(limit, counted));
};

const categoryOfCall = (): Category | undefined => {
  const name = functionOfCall();
  const { category } = notesOfCall() ?? {};
  if (category !== undefined) return isCategory(category) ? category : undefined;
  return name === undefined ? undefined : categoryOf(name);
};

/** What each call was counted for. */
const counted = new WeakMap<object, Set<'deployment' | 'client'>>();

/**
 * Counts the call that runs for those limits for which it was not counted before. Throws TooManyRequestsException where that
 * is more than they allow.
 */
export const countOnce = (
  ofDeployment: Item | undefined,
  client: Pick<AppClient, 'id' | 'limits'> | undefined,
): void => {
  const notes = notesOfCall();
  const category = categoryOfCall();
  if (!notes || category === undefined) return;
  const done = counted.get(notes) ?? new Set();
  counted.set(notes, done);
  if (client && !done.has('client')) {
    done.add('client');
    admit(`${category}#${client.id}`, client.limits?.[category]);
  }
  if (!done.has('deployment')) {
    done.add('deployment');
    admit(category, toLimits(ofDeployment)[category]);
  }
};
