import type { RiskAttempt } from './attempt.ts';
import { emptyHistory, type RiskHistory, remember } from './history.ts';

/** What was said of a sign-in later. */
export interface RiskFeedback {
  readonly eventId: string;
  readonly sub: string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly attempt: RiskAttempt;
  readonly outcome: 'valid' | 'invalid';
}

/**
 * What is remembered of a user's sign-ins. Feedback stands beside the history: a sign-in that writes the history at the
 * same time takes nothing of it away.
 */
export interface RiskMemory {
  readonly known: { readonly sub: string; readonly history: RiskHistory } | undefined;
  readonly feedback: readonly RiskFeedback[];
}

/** How much feedback is remembered. */
export const mostFeedback = 8;

/** The history of that user, with all feedback. What an earlier user of the same name left does not count. */
export const historyOf = (memory: RiskMemory | undefined, sub: string): RiskHistory => {
  const { known, feedback = [] } = memory ?? {};
  const history = known?.sub === sub ? known.history : emptyHistory;
  return feedback
    .filter((one) => one.sub === sub)
    .sort((one, other) => one.at - other.at)
    .reduce((before, { attempt, outcome }) => remember(before, attempt, outcome), history);
};
