import { table } from '#shared/data/table.ts';
import type { Write } from '#shared/data/write.ts';
import type { CodePurpose } from '#shared/domain/codes/code.ts';
import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { pretendCode } from '../codes/codes.ts';
import { maskedDelivery } from '../messages/create-messages.ts';
import { decoyDestination, findDestination } from '../messages/decoy-destination.ts';
import { messageLimits } from '../messages/message-limits.ts';
import type { CodeDelivery } from '../messages/messages.ts';
import { sealing } from '../sealing/sealing.ts';
import { messageTiming } from '../timing/message-timing.ts';
import { type NobodyRecord, type UserRecord, userKeyOf } from '../users/users.ts';

export interface PretendedCode {
  readonly pool: UserPool;
  /** As typed. */
  readonly username: string;
  readonly record: UserRecord | NobodyRecord;
  readonly purpose: CodePurpose;
  /** The attributes that the pool would send to, first choice first. */
  readonly choices: readonly ContactAttribute[];
  /** What is written together with it. */
  readonly writes: readonly Write[];
}

const nobody = { sub: 'nobody' };

/**
 * Pretends to send a code. One is made and stored under the name, so that guesses at it are answered like any others,
 * but nobody is told it. Throws LimitExceededException where the pool has sent all that it may.
 */
export const pretendDelivery = async ({
  pool,
  username,
  record,
  purpose,
  choices,
  writes,
}: PretendedCode): Promise<CodeDelivery> => {
  const { userKey, user } = record;
  const secret = (await sealing().general(pool)).key('decoys');
  const made = decoyDestination(secret, userKeyOf(pool, username), choices);
  // Where a user has an address, every operation shows that one: two different ones would tell that there is a user.
  const own = user && findDestination(user, choices);
  const { attribute, destination } = own ?? made;
  const reached = own || made.isTyped ? destination : undefined;
  await messageLimits().admitUnseen({ pool, userKey, attribute, destination: reached, isMeant: false });
  await table().write([...writes, pretendCode(pool, { userKey, user: user ?? nobody }, purpose, attribute)]);
  await messageTiming().pretend(pool.id);
  return maskedDelivery(attribute, destination);
};
