import { medianOf } from '#tests/support/median.ts';
import type { Attacker, Generated } from './generator/columns.ts';
import { attackerKinds, type History } from './generator/generate.ts';

/** A model that scores the sign-ins of one population in the order of time. The higher, the riskier. */
export interface Model {
  /** Undefined where the user has no earlier sign-in. */
  readonly score: (userId: number, attempt: Generated) => number | undefined;
  /** Learns a sign-in of the user that succeeded. */
  readonly learn: (userId: number, signIn: Generated) => void;
}

/** What a model made of one user. */
export interface ScoredUser {
  /** How often the user signed in. */
  readonly signIns: number;
  /** Without the first, which has no score. */
  readonly scores: readonly number[];
  readonly attacks: Readonly<Record<Attacker, readonly number[]>>;
}

interface Step {
  readonly history: History;
  readonly index: number;
  readonly time: number;
}

/** Lets a model score all sign-ins of all users as they come, and each attack at the time of the sign-in beside it. */
export const scoreAll = (histories: readonly History[], model: Model): readonly ScoredUser[] => {
  const scored = new Map(
    histories.map(({ userId }) => [
      userId,
      {
        scores: [] as number[],
        attacks: { naive: [], vpn: [], targeted: [], 'very targeted': [] } as Record<Attacker, number[]>,
      },
    ]),
  );
  const steps = histories
    .flatMap((history): Step[] =>
      history.signIns.map(({ columns }, index) => ({ history, index, time: columns.timestamp })),
    )
    .sort((a, b) => a.time - b.time);
  for (const { history, index } of steps) {
    const { userId, signIns, attacks } = history;
    const [signIn, own] = [signIns[index], scored.get(userId)];
    if (!signIn || !own) throw new Error('A step is of a sign-in.');
    const score = model.score(userId, signIn);
    if (score !== undefined) {
      own.scores.push(score);
      for (const kind of attackerKinds) {
        const attack = attacks[kind][index];
        const attackScore = attack && model.score(userId, attack);
        if (attackScore !== undefined) own.attacks[kind].push(attackScore);
      }
    }
    model.learn(userId, signIn);
  }
  return histories.map(({ userId, signIns }) => {
    const own = scored.get(userId);
    if (!own) throw new Error('Every user is scored.');
    return { signIns: signIns.length, ...own };
  });
};

/** What it costs users that a share of attacks is caught. */
export interface Cost {
  /** Of the median user, the share of sign-ins that ask for more. */
  readonly median: number;
  /** The same of the mean user, which moves less by chance. */
  readonly mean: number;
}

/** The score from which on a sign-in is asked for more, so that at least that share of the attacks is. */
export const thresholdAt = (users: readonly ScoredUser[], attacker: Attacker, caught: number): number => {
  const scores = users.flatMap(({ attacks }) => attacks[attacker]).sort((a, b) => a - b);
  return scores[Math.floor(scores.length * (1 - caught))] ?? 0;
};

/** How often users who sign in that often are asked where that share of attacks on them is caught. */
export const costOf = (
  all: readonly ScoredUser[],
  { signIns, attacker, caught }: { readonly signIns: number; readonly attacker: Attacker; readonly caught: number },
): Cost => {
  const users = all.filter((user) => user.signIns === signIns);
  const threshold = thresholdAt(users, attacker, caught);
  const shares = users.map(({ scores }) => scores.filter((score) => score >= threshold).length / signIns);
  return { median: medianOf(shares), mean: shares.reduce((sum, share) => sum + share, 0) / shares.length };
};
