import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { CodePurpose } from '#shared/domain/codes/code.ts';
import { autoVerifiedAttributes, type ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { contactAttributes } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';
import { maskedDelivery, messages } from '../messages/create-messages.ts';
import { messageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import { messageTiming } from '../timing/message-timing.ts';
import type { MessageSource, Occasion } from '../triggers/triggers.ts';
import { issueCode, pretendCode } from './codes.ts';

/** The attributes to which the pool sends sign-up codes, first choice first. */
export const codeContacts = (pool: UserPool): readonly ContactAttribute[] =>
  contactAttributes.filter((attribute) => autoVerifiedAttributes(pool).includes(attribute));

export interface CodeOrder extends Occasion {
  readonly userKey: string;
  readonly user: User;
  readonly purpose: CodePurpose;
  readonly source: MessageSource;
  /** The user's attribute that the code is sent to. */
  readonly to: ContactAttribute;
  /**
   * How the message is counted. `new`: for the user and the destination. `tried`: for the destination, as a try was
   * counted for the user. `unseen`: like `tried`, where the client must not learn who exists. `signed`: only for the
   * pool.
   */
  readonly counted: 'new' | 'tried' | 'unseen' | 'signed';
}

/**
 * Sends a user a new code. Before it is sent, the code is stored in one transaction with `writes`. Throws
 * LimitExceededException, and InvalidParameterException for a number that the pool sends nothing to, before anything is
 * stored. Throws CodeDeliveryFailureException, and what the CustomMessage trigger throws, after it: then the code and
 * the writes stay.
 */
export const deliverCode = async (
  { userKey, purpose, to: attribute, counted, ...order }: CodeOrder,
  writes: readonly Write[] = [],
): Promise<CodeDelivery> => {
  const { pool, user } = order;
  const destination = user.attributes[attribute];
  if (destination === undefined) throw new Error(`The user has no ${attribute} for a code to go to.`);
  const owner = { userKey, user };
  const { code, write } = await issueCode(pool, owner, purpose, { attribute, destination });

  const admit = async () => {
    const outgoing = { pool, to: [{ attribute, destination }] };
    if (counted === 'signed') return messageLimits().admitSigned(outgoing, [...writes, write]);
    if (counted !== 'unseen') {
      return messageLimits().admit({ ...outgoing, ...(counted === 'new' && { userKey }) }, [...writes, write]);
    }
    const permit = await messageLimits().admitUnseen({ pool, userKey, attribute, destination, isMeant: true });
    await table().write([...writes, permit ? write : pretendCode(pool, owner, purpose, attribute)]);
    return permit;
  };

  const permit = await admit();
  if (permit) {
    const message = { ...order, attribute, destination, secret: code, permit };
    return messageTiming().measure(pool.id, () => messages().send(message));
  }
  await messageTiming().pretend(pool.id);
  return maskedDelivery(attribute, destination);
};
