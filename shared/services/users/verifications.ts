import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/conflict.ts';
import type { Table } from '#shared/data/table.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { type ContactAttribute, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import { toProve, withProved } from '#shared/domain/users/attribute-changes.ts';
import { isContactAttribute } from '#shared/domain/users/contacts.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { type Codes, expired, verificationOf } from '../codes/codes.ts';
import type { MessageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery, Messages } from '../messages/messages.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { aliasTaken } from './attribute-updates.ts';
import type { UserChanges } from './user-changes.ts';
import type { UserOfPool } from './user-of-pool.ts';
import type { Users } from './users.ts';

/** Proves by codes that an email address or phone number is the user's own. */
export interface Verifications {
  /** Throws InvalidParameterException, LimitExceededException, CodeDeliveryFailureException, and what triggers throw. */
  readonly sendCode: (
    to: UserOfPool & { readonly client: AppClient; readonly clientMetadata: TextMap | undefined },
    attribute: string,
  ) => Promise<CodeDelivery>;
  /**
   * Takes the code, and the alias from whoever else had it. Throws CodeMismatchException, ExpiredCodeException,
   * LimitExceededException, InvalidParameterException, and AliasExistsException where users sign up with the attribute.
   */
  readonly prove: (subject: UserOfPool, attribute: string, code: string) => Promise<void>;
}

const toContact = (attribute: string): ContactAttribute => {
  if (isContactAttribute(attribute)) return attribute;
  throw new CognitoException('InvalidParameterException', `${attribute} is not an attribute that a code can verify.`);
};

interface Deps {
  readonly codes: Codes;
  readonly limits: MessageLimits;
  readonly messages: Messages;
  readonly table: Table;
  readonly userChanges: UserChanges;
  readonly users: Users;
}

export const createVerifications = ({ codes, limits, messages, table, userChanges, users }: Deps): Verifications => ({
  sendCode: async ({ pool, client, userKey, user, clientMetadata }, name) => {
    const attribute = toContact(name);
    const destination = toProve(user, attribute);
    if (!destination) {
      throw new CognitoException('InvalidParameterException', `The user has no ${attribute} to verify.`);
    }
    await codes.countTry(pool, userKey, 'GetUserAttributeVerificationCode');
    const to = { attribute, destination };
    const { code, write } = await codes.issue(pool, { userKey, user }, verificationOf(attribute), to);
    const permit = await limits.admit({ pool, to: [to] }, [write]);
    const source = 'CustomMessage_VerifyUserAttribute';
    return messages.send({ pool, clientId: client.id, clientMetadata, source, user, ...to, secret: code, permit });
  },

  prove: async ({ pool, userKey }, name, given) => {
    const attribute = toContact(name);
    await codes.countTry(pool, userKey, 'VerifyUserAttribute');
    await retryOnConflict(async () => {
      const record = await users.getByKey(pool, userKey);
      const { code, write } = await codes.redeem(pool, record, verificationOf(attribute), given);
      // A code proves the value that it went to, and no other that was set since.
      if (code.destination !== toProve(record.user, attribute)) throw expired();
      const proved = withProved(record.user, attribute, code.destination, now());
      const force = usernameAttributes(pool).length === 0;
      const writes = await userChanges.update(pool, record.user, proved, userKey, { taken: aliasTaken, force });
      await table.write([...writes, write]);
    });
  },
});
