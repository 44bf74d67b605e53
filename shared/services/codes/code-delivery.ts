import type { Table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { CodePurpose } from '#shared/domain/codes/code.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { User } from '#shared/domain/users/user.ts';
import { maskedDelivery } from '../messages/masked-delivery.ts';
import type { MessageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery, Messages } from '../messages/messages.ts';
import type { MessageTiming } from '../timing/message-timing.ts';
import type { MessageSource, Occasion } from '../triggers/triggers.ts';
import type { Codes } from './codes.ts';

export interface CodeOrder extends Occasion {
  readonly userKey: string;
  readonly user: User;
  readonly purpose: CodePurpose;
  readonly source: MessageSource;
  /** The user's attribute that it goes to. */
  readonly to: ContactAttribute;
  /**
   * How it is counted: `new` for the user and the destination, `tried` for the destination where a try was counted for
   * the user, `unseen` as that, where the client must not learn who is there, `signed` for the pool alone.
   */
  readonly counted: 'new' | 'tried' | 'unseen' | 'signed';
}

/**
 * Sends a user a new code, which is stored in one transaction with `writes` before it goes out. Throws
 * LimitExceededException and, for a number that the pool sends nothing to, InvalidParameterException, before anything is
 * made; CodeDeliveryFailureException and what the CustomMessage trigger throws: the code and the writes stay.
 */
export type DeliverCode = (order: CodeOrder, writes?: readonly Write[]) => Promise<CodeDelivery>;

interface Deps {
  readonly codes: Codes;
  readonly limits: MessageLimits;
  readonly messages: Messages;
  readonly messageTiming: MessageTiming;
  readonly table: Table;
}

export const createDeliverCode =
  ({ codes, limits, messages, messageTiming, table }: Deps): DeliverCode =>
  async ({ userKey, purpose, to: attribute, counted, ...order }, writes = []) => {
    const { pool, user } = order;
    const destination = user.attributes[attribute];
    if (destination === undefined) throw new Error(`The user has no ${attribute} for a code to go to.`);
    const owner = { userKey, user };
    const { code, write } = await codes.issue(pool, owner, purpose, { attribute, destination });

    const admit = async () => {
      const outgoing = { pool, to: [{ attribute, destination }] };
      if (counted === 'signed') return limits.admitSigned(outgoing, [...writes, write]);
      if (counted !== 'unseen') {
        return limits.admit({ ...outgoing, ...(counted === 'new' && { userKey }) }, [...writes, write]);
      }
      const permit = await limits.admitUnseen({ pool, userKey, attribute, destination, isMeant: true });
      await table.write([...writes, permit ? write : codes.pretend(pool, owner, purpose, attribute)]);
      return permit;
    };

    const permit = await admit();
    if (permit) {
      const message = { ...order, attribute, destination, secret: code, permit };
      return messageTiming.measure(pool.id, () => messages.send(message));
    }
    await messageTiming.pretend(pool.id);
    return maskedDelivery(attribute, destination);
  };
