import type { Table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { CodePurpose } from '#shared/domain/codes/code.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { User } from '#shared/domain/users/user.ts';
import type { CodeDelivery, Messages } from '../messages/messages.ts';
import type { MessageSource, Occasion } from '../triggers/triggers.ts';
import type { Codes } from './codes.ts';
import type { Pace } from './pace.ts';

export interface CodeOrder extends Occasion {
  readonly userKey: string;
  readonly user: User;
  readonly purpose: CodePurpose;
  readonly source: MessageSource;
  /** The user's attribute that it goes to. */
  readonly to: ContactAttribute;
}

/**
 * Sends a user a new code, which is stored in one transaction with `writes` before it goes out. Throws
 * CodeDeliveryFailureException and what the CustomMessage trigger throws: the code and the writes stay.
 */
export type DeliverCode = (order: CodeOrder, writes?: readonly Write[]) => Promise<CodeDelivery>;

interface Deps {
  readonly codes: Codes;
  readonly messages: Messages;
  readonly pace: Pace;
  readonly table: Table;
}

export const createDeliverCode =
  ({ codes, messages, pace, table }: Deps): DeliverCode =>
  async ({ userKey, purpose, to: attribute, ...order }, writes = []) => {
    const { pool, user } = order;
    const destination = user.attributes[attribute];
    if (destination === undefined) throw new Error(`The user has no ${attribute} for a code to go to.`);
    const { code, write } = await codes.issue(pool, { userKey, user }, purpose, { attribute, destination });
    await table.write([...writes, write]);
    return pace.measure(pool.id, () => messages.send({ ...order, attribute, destination, secret: code }));
  };
