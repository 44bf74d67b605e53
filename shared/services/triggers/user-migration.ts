import * as v from 'valibot';
import { isException } from '#shared/errors/exception.ts';
import { logger } from '#shared/observability/powertools.ts';
import type { CallTrigger } from './call.ts';
import type { MigratedUser, UserMigration } from './triggers.ts';
import { userAttributes } from './user-attributes.ts';

const migratedUser = v.object({
  userAttributes: v.nullish(v.record(v.string(), v.string())),
  finalUserStatus: v.nullish(v.picklist(['CONFIRMED', 'RESET_REQUIRED']), 'RESET_REQUIRED'),
  messageAction: v.nullish(v.picklist(['SUPPRESS', 'RESEND'])),
  desiredDeliveryMediums: v.nullish(v.array(v.picklist(['EMAIL', 'SMS'])), ['SMS']),
  forceAliasCreation: v.nullish(v.boolean(), false),
  enableSMSMFA: v.nullish(v.boolean(), false),
});

const blank = {
  userAttributes: null,
  forceAliasCreation: null,
  enableSMSMFA: null,
  finalUserStatus: null,
  messageAction: null,
  desiredDeliveryMediums: null,
};

const toMigratedUser = (username: string, given: v.InferOutput<typeof migratedUser>): MigratedUser | undefined => {
  const { userAttributes, finalUserStatus, messageAction, desiredDeliveryMediums, forceAliasCreation } = given;
  if (!userAttributes) return undefined;
  const { username: named = username, ...attributes } = userAttributes;
  if (named !== username) return undefined;
  return {
    attributes,
    finalUserStatus,
    messageAction: messageAction ?? undefined,
    desiredDeliveryMediums,
    forceAliasCreation,
    needsSmsCode: given.enableSMSMFA,
  };
};

// An error of the trigger must not tell which users are unknown here: the caller sees just another unknown user.
const unlessItFails = async (on: UserMigration, ask: Promise<MigratedUser | undefined>) => {
  try {
    return await ask;
  } catch (error) {
    if (!isException(error)) throw error;
    logger.warn('UserMigration brought no user along', { userPoolId: on.pool.id, exception: error.name });
    return undefined;
  }
};

/** Asks another directory for a user who is unknown here, or whose password is. */
export const userMigration = async (call: CallTrigger, on: UserMigration): Promise<MigratedUser | undefined> => {
  const answer = call({
    source: on.source,
    occasion: on,
    username: on.username,
    request: {
      ...(on.password !== undefined && { password: on.password }),
      validationData: on.validationData ?? null,
      userAttributes: on.user ? userAttributes(on.pool, on.user) : null,
    },
    blank,
    response: migratedUser,
  });
  return unlessItFails(
    on,
    answer.then((given) => toMigratedUser(on.username, given)),
  );
};
