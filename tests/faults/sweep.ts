import { arm, type Befalling, lift, type Strike, strike } from './fault.ts';

/** One request of a client, and how it sees that the request had its effect. */
export interface Attempt {
  /**
   * Sends the request. It is sent again, with the same values, by a client that heard nothing, or that something went
   * wrong.
   */
  readonly call: () => Promise<unknown>;
  /** Names of the exceptions that tell a client which asks again that it was done before. */
  readonly doneBefore?: readonly string[];
  /** Throws unless it was done, and nothing stands in the way of what comes next. */
  readonly proof: () => Promise<unknown>;
}

/** A request that writes. */
export interface Flow {
  readonly operation: string;
  /** How it differs from other flows of the operation. */
  readonly way?: string;
  /** Makes everything that the request needs, each time. */
  readonly prepare: () => Promise<Attempt>;
}

type Outcome = { readonly failed: false } | { readonly failed: true; readonly error: Error };

const settled = (asked: Promise<unknown>): Promise<Outcome> =>
  asked.then(
    () => ({ failed: false }),
    (error: Error) => ({ failed: true, error }),
  );

const tellsDone = ({ doneBefore = [] }: Attempt, { name }: Error): boolean => doneBefore.includes(name);

// What an operation says about itself, by the name that its page has for it.
const mishaps: ReadonlySet<string> = new Set(['InternalErrorException', 'InternalServerException']);

// A client may be told that something went wrong, or that it was done before. It must not be told that its request is
// wrong.
const assertHonest = (attempt: Attempt, { error }: Outcome & { readonly failed: true }): void => {
  if (!mishaps.has(error.name) && !tellsDone(attempt, error)) throw error;
};

const askAgain = async (attempt: Attempt): Promise<void> => {
  const outcome = await settled(attempt.call());
  if (outcome.failed && !tellsDone(attempt, outcome.error)) throw outcome.error;
};

/** `note` is told what was struck as soon as that is known, also where the client does not succeed afterwards. */
const askTwice = async (attempt: Attempt, befalls: Befalling, note: (strike: Strike) => void): Promise<void> => {
  const first = settled(attempt.call());
  const heard = await Promise.race([
    first.then(() => true),
    ...(befalls === 'late' ? [strike().then(() => false)] : []),
  ]);
  if (!heard) await askAgain(attempt);
  note(await lift());
  const outcome = await first;
  if (befalls !== 'late' && outcome.failed) {
    assertHonest(attempt, outcome);
    await askAgain(attempt);
  }
};

const mostRequests = 100;

/**
 * Lets the fault strike the first request to the store, then the second, and so on until there is none left, each time
 * from the start. Gives how many it struck. Throws where a client that asks again does not succeed.
 */
export const sweep = async ({ prepare }: Flow, befalls: Befalling): Promise<readonly string[]> => {
  const met: string[] = [];
  while (met.length < mostRequests) {
    const attempt = await prepare();
    await arm({ befalls, at: met.length + 1 });
    const told: string[] = [];
    const note = (strike: Strike): void => {
      if (strike.struck !== undefined) told.push(strike.struck);
    };
    try {
      await askTwice(attempt, befalls, note);
      await attempt.proof();
    } catch (cause) {
      // It may have broken off before the fault was lifted.
      note(await lift());
      throw new Error(`Not finished: ${befalls} at ${[...met, told.at(-1) ?? 'nothing'].join(', ')}: ${cause}`, {
        cause,
      });
    }
    const struck = told.at(-1);
    if (struck === undefined) return met;
    met.push(struck);
  }
  throw new Error(`There is no end to its requests: ${met.join(', ')}`);
};
