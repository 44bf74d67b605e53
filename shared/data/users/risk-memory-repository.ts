import { once } from '#shared/config/once.ts';
import type { RiskHistory } from '#shared/domain/risk/history.ts';
import { mostFeedback, type RiskFeedback, type RiskMemory } from '#shared/domain/risk/risk-memory.ts';
import { keys } from '../keys.ts';
import type { Item } from '../table.ts';
import type { Write } from '../write.ts';

const type = 'RiskMemory';

// Each piece of feedback is a member of its own, so that none is lost to another write.
const feedbackMember = (eventId: string): string => `F#${eventId}`;

const isFeedback = (value: unknown): value is RiskFeedback =>
  typeof value === 'object' && value !== null && 'eventId' in value && 'outcome' in value;

const isKnown = (value: unknown): value is NonNullable<RiskMemory['known']> =>
  typeof value === 'object' && value !== null && 'history' in value;

/** What the item holds. */
export const toRiskMemory = (item: Item): RiskMemory => {
  const feedback = Object.entries(item).flatMap(([name, value]) =>
    name.startsWith('F#') && isFeedback(value) ? [value] : [],
  );
  return { known: isKnown(item.data) ? item.data : undefined, feedback };
};

/** What is remembered of a user's sign-ins: one item, among those that every sign-in reads. */
export const riskMemoryRepository = once(() => ({
  /** Replaces the history. Of two sign-ins at once, one may be forgotten; feedback never is. */
  putHistory: (poolId: string, userKey: string, sub: string, history: RiskHistory): Write => ({
    update: keys.riskMemory(poolId, userKey),
    expression: 'SET #type = :type, #data = :data',
    names: { '#type': 'type', '#data': 'data' },
    values: { ':type': type, ':data': { sub, history } },
  }),

  /** Adds feedback, or replaces that to the same event. The oldest goes where there is too much. */
  putFeedback: (poolId: string, userKey: string, given: RiskFeedback, memory: RiskMemory | undefined): Write => {
    const others = (memory?.feedback ?? []).filter(({ eventId }) => eventId !== given.eventId);
    const leaving = [...others].sort((one, other) => other.at - one.at).slice(mostFeedback - 1);
    const names = leaving.map((_one, index) => `#old${index}`);
    return {
      update: keys.riskMemory(poolId, userKey),
      expression: ['SET #type = :type, #new = :new', ...(names.length > 0 ? [`REMOVE ${names.join(', ')}`] : [])].join(
        ' ',
      ),
      names: {
        '#type': 'type',
        '#new': feedbackMember(given.eventId),
        ...Object.fromEntries(leaving.map(({ eventId }, index) => [`#old${index}`, feedbackMember(eventId)])),
      },
      values: { ':type': type, ':new': given },
    };
  },
}));
