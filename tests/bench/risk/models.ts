import { assessRisk } from '#shared/domain/risk/assess.ts';
import type { RiskAttempt } from '#shared/domain/risk/attempt.ts';
import { emptyHistory, type RiskHistory, remember } from '#shared/domain/risk/history.ts';
import type { Generated, SignIn } from './generator/columns.ts';
import type { Model } from './measure.ts';
import { createNotebook } from './notebook.ts';

/** The published notebook, with counts over all users. */
export const notebookModel = (): Model => {
  const notebook = createNotebook();
  const earlier = new Map<number, SignIn[]>();
  return {
    score: (userId, { columns }) => {
      const own = earlier.get(userId);
      return own && notebook.score(own, columns);
    },
    learn: (userId, { columns }) => {
      notebook.add(columns);
      earlier.set(userId, [...(earlier.get(userId) ?? []), columns]);
    },
  };
};

const attemptOf = ({ columns }: Generated, deviceKey: boolean | undefined): RiskAttempt => ({
  at: columns.timestamp,
  address: columns.ipAddress,
  network: columns.asn,
  country: columns.country,
  agent: { raw: columns.userAgent, browser: columns.browser, system: columns.os },
  deviceKey,
});

/**
 * Gatehouse's own model. It gets the columns of the data set alone, without coordinates. With `deviceKeys`, the pool
 * remembers devices, and a sign-in from one of them brings its key.
 */
export const ownModel = ({ deviceKeys }: { readonly deviceKeys: boolean }): Model => {
  const histories = new Map<number, RiskHistory>();
  const devices = new Map<number, Set<number>>();
  const attempt = (userId: number, signIn: Generated): RiskAttempt => {
    const isKnown = deviceKeys && devices.get(userId)?.has(signIn.device);
    return attemptOf(signIn, isKnown || undefined);
  };
  return {
    score: (userId, signIn) => {
      const history = histories.get(userId);
      return history && assessRisk(history, attempt(userId, signIn)).score;
    },
    learn: (userId, signIn) => {
      const history = histories.get(userId) ?? emptyHistory;
      histories.set(userId, remember(history, attempt(userId, signIn), 'passed'));
      devices.set(userId, (devices.get(userId) ?? new Set()).add(signIn.device));
    },
  };
};
