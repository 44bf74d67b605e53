/** Verifies by codes that an email address or phone number is the user's own. */
import { now } from '#shared/config/clock.ts';
import { table } from '#shared/data/table.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import type { AppClient } from '#shared/domain/app-clients/app-client.ts';
import { type ContactAttribute, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import { toProve, withProved } from '#shared/domain/users/attribute-changes.ts';
import { isContactAttribute } from '#shared/domain/users/attributes.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { countTry, expired, issueCode, redeemCode, verificationOf } from '../codes/codes.ts';
import { messages } from '../messages/create-messages.ts';
import { messageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { aliasTaken } from './attribute-updates.ts';
import { userUpdate } from './user-changes.ts';
import type { UserOfPool } from './user-of-pool.ts';
import { users } from './users.ts';

const toContact = (attribute: string): ContactAttribute => {
  if (isContactAttribute(attribute)) return attribute;
  throw new CognitoException('InvalidParameterException', `${attribute} is not an attribute that a code can verify.`);
};

/** Throws InvalidParameterException, LimitExceededException, CodeDeliveryFailureException, and what triggers throw. */
export const sendVerificationCode = async (
  {
    pool,
    client,
    userKey,
    user,
    clientMetadata,
  }: UserOfPool & { readonly client: AppClient; readonly clientMetadata: TextMap | undefined },
  name: string,
): Promise<CodeDelivery> => {
  const attribute = toContact(name);
  const destination = toProve(user, attribute);
  if (!destination) {
    throw new CognitoException('InvalidParameterException', `The user has no ${attribute} to verify.`);
  }
  await countTry(pool, userKey, 'GetUserAttributeVerificationCode');
  const to = { attribute, destination };
  const { code, write } = await issueCode(pool, { userKey, user }, verificationOf(attribute), to);
  const permit = await messageLimits().admit({ pool, to: [to] }, [write]);
  const source = 'CustomMessage_VerifyUserAttribute';
  return messages().send({ pool, clientId: client.id, clientMetadata, source, user, ...to, secret: code, permit });
};

/**
 * Accepts the code, and takes the alias from whoever else had it. Throws CodeMismatchException, ExpiredCodeException,
 * LimitExceededException, InvalidParameterException, and AliasExistsException where users sign up with the attribute.
 */
export const proveAttribute = async ({ pool, userKey }: UserOfPool, name: string, given: string): Promise<void> => {
  const attribute = toContact(name);
  await countTry(pool, userKey, 'VerifyUserAttribute');
  await retryOnConflict(async () => {
    const record = await users().getByKey(pool, userKey);
    const { code, write } = await redeemCode(pool, record, verificationOf(attribute), given);
    // A code verifies the value that it was sent to, not another one that was set since.
    if (code.destination !== toProve(record.user, attribute)) throw expired();
    const proved = withProved(record.user, attribute, code.destination, now());
    const force = usernameAttributes(pool).length === 0;
    const writes = await userUpdate(pool, record.user, proved, userKey, { taken: aliasTaken, force });
    await table().write([...writes, write]);
  });
};
