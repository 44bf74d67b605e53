import type { Outbox, Owed } from './outbox.ts';
import { send, type Webhook } from './webhook.ts';

const [second, minute, hour] = [1000, 60_000, 3_600_000];

/** The pauses before a message is sent again, in milliseconds. After the last one it is given up. */
export const retryPausesMs: readonly number[] = [
  5 * second,
  5 * minute,
  30 * minute,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
];

/** What time it is, and how to wait for another time. */
export interface Clock {
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Resolves at that time, or when the signal is aborted. */
  readonly until: (epochMs: number, signal: AbortSignal) => Promise<void>;
}

// The longest that a timer takes.
const longestMs = 2 ** 31 - 1;

/** The clock of this machine. */
export const realClock: Clock = {
  now: Date.now,
  until: (epochMs, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, Math.min(Math.max(0, epochMs - Date.now()), longestMs)).unref();
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    }),
};

const atOnce = 8;

interface Settings {
  readonly webhook: Webhook;
  readonly outbox: Outbox;
  readonly clock: Clock;
  /** Tells the owner of the stack about a trouble, in a sentence. */
  readonly report: (sentence: string) => void;
}

/** Sends what is owed, each message by itself, until the receiver takes it. Gives the function that stops it. */
export const startDeliveries = ({ webhook, outbox, clock, report }: Settings): (() => Promise<void>) => {
  const stopped = new AbortController();
  let isTroubled = false;

  const trouble = (words: string): void => {
    if (!isTroubled) report(`The webhook ${webhook.url} takes no events: ${words}. They are kept and sent again.`);
    isTroubled = true;
  };

  const deliver = async (message: Owed): Promise<void> => {
    const failure = await send(webhook, message, clock.now(), stopped.signal);
    if (stopped.signal.aborted && failure !== undefined) return;
    if (failure === undefined) {
      isTroubled = false;
      return outbox.settle(message);
    }
    trouble(failure);
    const pauseMs = retryPausesMs[message.attempts];
    if (pauseMs !== undefined) return outbox.postpone(message, clock.now() + pauseMs);
    report(
      `The event ${message.id} was sent ${message.attempts + 1} times, and the webhook did not take it. It is given up.`,
    );
    return outbox.settle(message);
  };

  const turn = async (): Promise<void> => {
    const due = outbox.due(clock.now(), atOnce);
    if (due.length > 0) {
      await Promise.all(due.map(deliver));
      return;
    }
    const woken = new AbortController();
    outbox.onAdded(() => woken.abort());
    await clock.until(outbox.nextDue() ?? Number.MAX_SAFE_INTEGER, AbortSignal.any([woken.signal, stopped.signal]));
  };

  const run = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      // Whoever waits for the database reports its troubles. This tries again a little later.
      await turn().catch(() => clock.until(clock.now() + second, stopped.signal));
    }
  };
  const ended = run();
  return () => {
    stopped.abort();
    return ended;
  };
};
