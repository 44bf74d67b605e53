import { randomInt } from 'node:crypto';
import type { MessageCountRepository } from '#shared/data/messages/message-count-repository.ts';
import type { Write } from '#shared/data/write.ts';
import { ceilingOf } from '#shared/domain/user-pools/message-limits.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';

/** A share of a ceiling is used up: there may be others. */
export class ShareUsedUp extends Error {}

/** Counts what a pool sends in a day, spread over shares, so that no item is written by everybody. */
export interface Ceilings {
  /** The writes that count a message of each kind, in pools that have a ceiling. Throws where all shares are known to be used up. */
  readonly count: (pool: UserPool, attributes: readonly ContactAttribute[], now: number) => Write[];
  /** Asks the same, and counts nothing. */
  readonly ask: (pool: UserPool, attribute: ContactAttribute, now: number) => Write[];
}

const shares = 16;
const dayMs = 86_400_000;
const remembered = 1000;

// All shares together are the ceiling, exactly.
const shareOf = (ceiling: number, share: number): number =>
  Math.floor(ceiling / shares) + (share < ceiling % shares ? 1 : 0);

interface Deps {
  readonly counts: MessageCountRepository;
  readonly reached: () => Error;
}

export const createCeilings = ({ counts, reached }: Deps): Ceilings => {
  // Nothing is given back before the day is over, so what is used up need not be asked again.
  const usedUp = new Map<string, Set<number>>();

  const usedUpOf = (name: string): Set<number> => {
    const known = usedUp.get(name);
    if (known) return known;
    if (usedUp.size >= remembered) usedUp.clear();
    const none = new Set<number>();
    usedUp.set(name, none);
    return none;
  };

  const inOneShare =
    (write: MessageCountRepository['ofPool']) =>
    (pool: UserPool, attribute: ContactAttribute, now: number): Write[] => {
      const ceiling = ceilingOf(pool, attribute);
      if (ceiling === undefined) return [];
      const gone = usedUpOf(JSON.stringify([pool.id, attribute, Math.floor(now / dayMs), ceiling]));
      const left = Array.from({ length: shares }, (_none, share) => share).filter(
        (share) => !gone.has(share) && shareOf(ceiling, share) > 0,
      );
      const share = left[randomInt(Math.max(left.length, 1))];
      if (share === undefined) throw reached();
      const refused = (): Error => {
        gone.add(share);
        return new ShareUsedUp();
      };
      return [write(pool.id, attribute, share, { now, messages: 1, most: shareOf(ceiling, share), refused })];
    };

  const counting = inOneShare(counts.ofPool);
  return {
    count: (pool, attributes, now) => attributes.flatMap((attribute) => counting(pool, attribute, now)),
    ask: inOneShare(counts.ofPoolUnchanged),
  };
};
