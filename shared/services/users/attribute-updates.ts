/** Changes of a user's attributes, with the codes that they require. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { withAttributes } from '#shared/domain/users/attribute-changes.ts';
import { assertChanges, contactAttributes, verifiedAttribute } from '#shared/domain/users/attributes.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';
import { issueCode, verificationOf } from '../codes/codes.ts';
import { messages } from '../messages/create-messages.ts';
import { messageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { settleAll } from './settle-all.ts';
import { userUpdate } from './user-changes.ts';

export interface AttributeUpdate {
  readonly pool: UserPool;
  /** Reads the user; called again after a conflict. */
  readonly read: () => Promise<{ readonly userKey: string; readonly user: User }>;
  /** New values. An empty one removes the attribute. */
  readonly changes: Attributes;
  /** Undefined where an administrator makes the change. */
  readonly clientId: string | undefined;
  readonly clientMetadata: TextMap | undefined;
  /** True where a new email or phone number counts once its code is given, whatever the pool says. */
  readonly provesFirst?: boolean;
}

/** The exception where somebody else has the new email, phone number or preferred username. */
export const aliasTaken = (kind: OwnName['kind'] | 'username'): CognitoException =>
  new CognitoException('AliasExistsException', `An account with the given ${kind} already exists.`);

// An administrator's word moves an alias, as the code of its owner does. What users sign up with stays with its owner.
const mayMoveAliases = ({ pool, changes, clientId }: AttributeUpdate): boolean =>
  clientId === undefined &&
  usernameAttributes(pool).length === 0 &&
  contactAttributes.some((attribute) => changes[verifiedAttribute(attribute)]?.toLowerCase() === 'true');

/**
 * Makes the change, then sends the codes. Where an administrator vouches for an email or phone number that is an alias
 * of somebody else, it moves, and is unverified for its former owner from then on. Throws InvalidParameterException, AliasExistsException,
 * LimitExceededException, and what the CustomMessage trigger throws. Throws CodeDeliveryFailureException after the
 * change is made.
 */
export const updateAttributes = async (update: AttributeUpdate): Promise<readonly CodeDelivery[]> => {
  const { pool, read, changes, clientId, clientMetadata, provesFirst } = update;
  assertChanges(pool, changes);
  const change = async (force: boolean) => {
    const { user: before, userKey } = await read();
    const { user, toVerify } = withAttributes(pool, before, changes, now(), provesFirst);
    const issued = await Promise.all(
      toVerify.map(async (to) => ({
        ...to,
        ...(await issueCode(pool, { userKey, user }, verificationOf(to.attribute), to)),
      })),
    );
    const changed = await userUpdate(pool, before, user, userKey, { taken: aliasTaken, force });
    const writes = [...changed, ...issued.map(({ write }) => write)];
    if (issued.length === 0) {
      await table().write(writes);
      return { user, sent: [] };
    }
    const outgoing = { pool, to: toVerify };
    const admitted =
      clientId === undefined
        ? messageLimits().admitSigned(outgoing, writes)
        : messageLimits().admit({ ...outgoing, userKey }, writes);
    const permit = await admitted;
    return { user, sent: issued.map((one) => ({ ...one, permit })) };
  };
  // Whose alias it is is read only where somebody has it: few changes have to move one.
  const { user, sent } = await retryOnConflict(() => change(false)).catch((error: unknown) => {
    if (!isException(error, 'AliasExistsException') || !mayMoveAliases(update)) throw error;
    return retryOnConflict(() => change(true));
  });
  const source = 'CustomMessage_UpdateUserAttribute';
  const deliveries = sent.map(({ attribute, destination, code, permit }) =>
    messages().send({ pool, clientId, clientMetadata, source, user, attribute, destination, secret: code, permit }),
  );
  return settleAll(deliveries);
};
