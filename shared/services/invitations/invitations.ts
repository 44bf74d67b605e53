/** Invites users whom an administrator made: by a temporary password and a message with it. */
import { now } from '#shared/config/clock.ts';
import type { Write } from '#shared/data/write.ts';
import type { Destination } from '#shared/domain/messages/addresses.ts';
import { type ContactAttribute, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { temporaryPassword } from '#shared/domain/users/temporary-password.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { messages } from '../messages/create-messages.ts';
import type { Permit } from '../messages/message-limits.ts';
import { assertNewPassword, newPasswordWrites } from '../passwords/passwords.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { settleAll } from '../users/settle-all.ts';

export type Medium = 'EMAIL' | 'SMS';

const dayMs = 86_400_000;

/** A temporary password, and the writes that set it. */
export interface TemporaryPassword {
  readonly password: string;
  readonly writes: readonly Write[];
}

const attributeOf: Readonly<Record<Medium, ContactAttribute>> = { EMAIL: 'email', SMS: 'phone_number' };

/**
 * Where an invitation is sent: by the media that were asked for; otherwise by SMS, or by email to a user without a
 * phone number. It is not sent to a user with neither. Throws InvalidParameterException for a medium that was asked for
 * but whose attribute is missing.
 */
export const invitedAt = (
  attributes: Attributes,
  asked: readonly Medium[] | undefined,
): readonly ContactAttribute[] => {
  if (!asked?.length) {
    const first = (['phone_number', 'email'] as const).find((attribute) => attributes[attribute]);
    return first ? [first] : [];
  }
  return [...new Set(asked)].map((medium) => {
    const attribute = attributeOf[medium];
    if (attributes[attribute]) return attribute;
    throw new CognitoException('InvalidParameterException', `An invitation by ${medium} needs ${attribute} to be set.`);
  });
};

/** The values of these attributes, as destinations. */
export const destinationsOf = ({ attributes }: User, to: readonly ContactAttribute[]): readonly Destination[] =>
  to.map((attribute) => ({ attribute, destination: attributes[attribute] ?? '' }));

/** The given password, or one that is made up to fit the policy. Throws InvalidPasswordException. */
export const makeTemporaryPassword = async (
  pool: UserPool,
  { userKey, sub, given }: { readonly userKey: string; readonly sub: string; readonly given: string | undefined },
): Promise<TemporaryPassword> => {
  const policy = passwordPolicy(pool);
  if (given !== undefined) await assertNewPassword({ pool }, 'SIGN_UP', given);
  const password = given ?? temporaryPassword(policy);
  const temporaryUntil = now() + policy.temporaryPasswordValidityDays * dayMs;
  // A temporary password does not become a former one: the history begins with what the user chooses.
  const writes = await newPasswordWrites(pool, { userKey, sub, password, former: undefined, temporaryUntil });
  return { password, writes };
};

/** Throws CodeDeliveryFailureException, and what the CustomMessage trigger throws. */
export const sendInvitation = async ({
  pool,
  user,
  password,
  to,
  permit,
  clientMetadata,
}: {
  readonly pool: UserPool;
  readonly user: User;
  readonly password: string;
  readonly to: readonly ContactAttribute[];
  readonly permit: Permit;
  readonly clientMetadata: TextMap | undefined;
}): Promise<void> => {
  const source = 'CustomMessage_AdminCreateUser';
  const invitations = destinationsOf(user, to).map((destination) =>
    messages().send({
      ...destination,
      pool,
      clientId: undefined,
      clientMetadata,
      source,
      user,
      secret: password,
      permit,
    }),
  );
  await settleAll(invitations);
};
