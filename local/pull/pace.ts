/** How fast a pool may be read and filled: so slowly that the app that lives on it notices nothing. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Category, categoryOf } from '#shared/domain/limits/categories.ts';

// Calls a second in an account and Region that nobody has asked to raise.
const quotas: Readonly<Partial<Record<Category, number>>> = {
  UserCreation: 50,
  UserAccountRecovery: 30,
  UserUpdate: 25,
  UserResourceUpdate: 25,
  UserRead: 120,
  UserList: 30,
  UserResourceRead: 50,
  UserPoolRead: 15,
  UserPoolResourceRead: 20,
  UserPoolClientRead: 15,
};

const smallestQuota = 15;
// The other half is for the app.
const share = 0.5;

/** Calls a second for an operation: half of its category's quota, or `rate` where that is given. */
export const rateOf = (operation: string, rate?: number): number => {
  const category = categoryOf(operation);
  return rate ?? ((category && quotas[category]) ?? smallestQuota) * share;
};

const firstWaitMs = 500;
const longestWaitMs = 20_000;

/** How long to wait after so many refusals, in milliseconds. `random` is from 0 to 1. */
export const waitAfter = (refusals: number, random: number): number =>
  Math.min(longestWaitMs, firstWaitMs * 2 ** (refusals - 1)) * (0.5 + random / 2);

/** The next turns of the calls of each category. */
export interface Turns {
  /** Epoch milliseconds at which a call that is asked for at `now` may be made. */
  readonly next: (operation: string, now: number) => number;
  /** Nobody has a turn in the operation's category before `until`. */
  readonly hold: (operation: string, until: number) => void;
}

/** Turns at even distances in each category. */
export const createTurns = (rate?: number): Turns => {
  const free = new Map<Category | undefined, number>();
  return {
    next: (operation, now) => {
      const category = categoryOf(operation);
      const turn = Math.max(now, free.get(category) ?? 0);
      free.set(category, turn + 1000 / rateOf(operation, rate));
      return turn;
    },
    hold: (operation, until) => {
      const category = categoryOf(operation);
      free.set(category, Math.max(until, free.get(category) ?? 0));
    },
  };
};

const throttled: ReadonlySet<string> = new Set(['TooManyRequestsException', 'ThrottlingException', 'Throttling']);
const mostRefusals = 12;
const mostFailures = 4;

const statusOf = (error: object): unknown =>
  '$metadata' in error && typeof error.$metadata === 'object' && error.$metadata !== null
    ? Reflect.get(error.$metadata, 'httpStatusCode')
    : undefined;

/** How often a call is made that fails in this way: once where another call would fail, too. */
export const callsFor = (error: unknown): number => {
  if (!(error instanceof Error)) return 1;
  if (throttled.has(error.name)) return mostRefusals;
  const status = statusOf(error);
  if (typeof status === 'number') return status >= 500 ? mostFailures : 1;
  const isNetwork = ('code' in error && typeof error.code === 'string') || error.name === 'TimeoutError';
  return isNetwork ? mostFailures : 1;
};

/** Makes a call at its turn, and again where the service was busy. */
export type Pace = <Answer>(operation: string, call: () => Promise<Answer>) => Promise<Answer>;

/** A pace by turns; without turns, calls are made at once. */
export const createPace = (turns?: Turns): Pace => {
  const waitForTurn = async (operation: string): Promise<void> => {
    const now = Date.now();
    const turn = turns?.next(operation, now) ?? now;
    if (turn > now) await pause(turn - now);
  };
  return async (operation, call) => {
    for (let made = 1; ; made++) {
      await waitForTurn(operation);
      try {
        return await call();
      } catch (error) {
        if (made >= callsFor(error)) throw error;
        const wait = waitAfter(made, Math.random());
        turns?.hold(operation, Date.now() + wait);
        await pause(wait);
      }
    }
  };
};
