import { createHmac, randomInt } from 'node:crypto';
import { now } from '#shared/config/clock.ts';
import { once } from '#shared/config/once.ts';
import { type MessageCountRepository, messageCountRepository } from '#shared/data/messages/message-count-repository.ts';
import { type Table, table } from '#shared/data/table.ts';
import { retryOnConflict, type Write } from '#shared/data/write.ts';
import { ceilingOf, countedAs, type Destination, maySendTo } from '#shared/domain/messages/addresses.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';

/** One share of a ceiling is used up, but there may be room in others. */
class ShareUsedUp extends Error {}

/** Counts what a pool sends in a day. The count is spread over shares, so that not all requests write one item. */
export interface Ceilings {
  /**
   * The writes that count a message of each kind, in pools with a ceiling. Throws where all shares are known to be used
   * up.
   */
  readonly count: (pool: UserPool, attributes: readonly ContactAttribute[], now: number) => Write[];
  /** Asks the same without counting. */
  readonly ask: (pool: UserPool, attribute: ContactAttribute, now: number) => Write[];
}

const shares = 16;
const dayMs = 86_400_000;
const remembered = 1000;

// All shares together are exactly the ceiling.
const shareOf = (ceiling: number, share: number): number =>
  Math.floor(ceiling / shares) + (share < ceiling % shares ? 1 : 0);

interface CeilingDeps {
  readonly counts: MessageCountRepository;
  readonly reached: () => Error;
}

const createCeilings = ({ counts, reached }: CeilingDeps): Ceilings => {
  // Nothing is given back before the day is over, so a share that is used up need not be asked again.
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

/** How many messages may go in an hour to one user, and to one address or number of a pool. */
export const messagesAnHour = 20;

const permitted = Symbol('permitted');

/** Proof that a message was counted. Only `MessageLimits` gives it, and nothing is sent without it. */
export interface Permit {
  readonly [permitted]: true;
}

const permit: Permit = { [permitted]: true };

/** Messages that are about to be sent. */
export interface Outgoing {
  readonly pool: UserPool;
  readonly to: readonly Destination[];
  /** The user for whom they are counted; undefined where a try was counted before. */
  readonly userKey?: string;
}

/** A message that a client requests by somebody's name. */
export interface Unseen {
  readonly pool: UserPool;
  readonly userKey: string;
  readonly attribute: Destination['attribute'];
  /** Where it is, or would be, sent; undefined where there is no such place. */
  readonly destination: string | undefined;
  /** False where it is only pretended. */
  readonly isMeant: boolean;
}

/** Limits what is sent: to one user, to one address or number, to countries, and by a pool in a day. */
export interface MessageLimits {
  /**
   * Makes the writes and counts the messages, all or nothing. Throws LimitExceededException, InvalidParameterException
   * for a number in a country that the pool sends no SMS to, and the errors of the writes.
   */
  readonly admit: (outgoing: Outgoing, writes?: readonly Write[]) => Promise<Permit>;
  /** The same for messages that an administrator sends: they are counted only for the pool. */
  readonly admitSigned: (outgoing: Outgoing, writes?: readonly Write[]) => Promise<Permit>;
  /**
   * For clients that must not learn whether there is a user. Undefined where nothing is to be sent: because it is only
   * pretended, or because too much was sent there already. The store is asked the same in each case. Throws
   * LimitExceededException where the pool has sent all that it may.
   */
  readonly admitUnseen: (unseen: Unseen) => Promise<Permit | undefined>;
}

export const limitExceeded = (): CognitoException =>
  new CognitoException('LimitExceededException', 'Attempt limit exceeded, please try after some time.');

const notThere = (): CognitoException =>
  new CognitoException('InvalidParameterException', 'SMS messages are not sent to phone numbers of this country.');

class DestinationFull extends Error {}

interface Deps {
  readonly counts: MessageCountRepository;
  readonly sealing: Pick<Sealing, 'general'>;
  readonly table: Pick<Table, 'write'>;
}

export const createMessageLimits = ({ counts, sealing, table }: Deps): MessageLimits => {
  const ceilings = createCeilings({ counts, reached: limitExceeded });

  const countDestination = async (pool: UserPool, what: string, refused: () => Error): Promise<Write> => {
    const key = (await sealing.general(pool)).key('destinations');
    const digest = createHmac('sha256', key).update(what).digest('base64url');
    return counts.ofDestination(digest, { now: now(), messages: 1, most: messagesAnHour, refused });
  };

  // Each round finds one more share that is used up, until one has room or none is left.
  const writeWith = (shares: () => Write[], before: readonly Write[], after: readonly Write[]): Promise<void> =>
    retryOnConflict(() => table.write([...before, ...shares(), ...after]), {
      tries: Infinity,
      isConflict: (error) => error instanceof ShareUsedUp,
    });

  const assertReached = async ({ pool, to }: Outgoing): Promise<void> => {
    const allowed = await Promise.all(to.map((destination) => maySendTo(pool, destination)));
    if (allowed.includes(false)) throw notThere();
  };

  const sharesFor =
    ({ pool, to }: Outgoing) =>
    () =>
      ceilings.count(
        pool,
        to.map(({ attribute }) => attribute),
        now(),
      );

  return {
    admit: async (outgoing, writes = []) => {
      await assertReached(outgoing);
      const { pool, to, userKey } = outgoing;
      const more = { now: now(), messages: to.length, most: messagesAnHour, refused: limitExceeded };
      const counted = [
        ...(userKey === undefined ? [] : [counts.ofUser(pool.id, userKey, more)]),
        ...(await Promise.all(to.map((one) => countDestination(pool, countedAs(one), limitExceeded)))),
      ];
      await writeWith(sharesFor(outgoing), counted, writes);
      return permit;
    },

    admitSigned: async (outgoing, writes = []) => {
      await assertReached(outgoing);
      await writeWith(sharesFor(outgoing), [], writes);
      return permit;
    },

    admitUnseen: async ({ pool, userKey, attribute, destination, isMeant }) => {
      const to = { attribute, destination: destination ?? '' };
      const isAllowed = await maySendTo(pool, to);
      const goes = isMeant && isAllowed;
      const what = destination === undefined ? `nobody ${userKey}` : countedAs(to);
      const counted = await countDestination(pool, what, () => new DestinationFull());
      const shares = () => (goes ? ceilings.count(pool, [attribute], now()) : ceilings.ask(pool, attribute, now()));
      try {
        await writeWith(shares, [counted], []);
        return goes ? permit : undefined;
      } catch (error) {
        if (error instanceof DestinationFull) return undefined;
        throw error;
      }
    },
  };
};

export const messageLimits = once(() =>
  createMessageLimits({ counts: messageCountRepository(), sealing: sealing(), table: table() }),
);
