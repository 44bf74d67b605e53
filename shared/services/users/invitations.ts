import { now } from '#shared/config/clock.ts';
import type { Write } from '#shared/data/write.ts';
import { type ContactAttribute, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { temporaryPassword } from '#shared/domain/users/temporary-password.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import type { Messages } from '../messages/messages.ts';
import type { Passwords } from '../passwords/passwords.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { allTried } from './deliveries.ts';

export type Medium = 'EMAIL' | 'SMS';

const dayMs = 86_400_000;

/** A temporary password, and the writes that put it in force. */
export interface TemporaryPassword {
  readonly password: string;
  readonly writes: readonly Write[];
}

/** Invites users whom an administrator made: a temporary password, and the message that tells it. */
export interface Invitations {
  /** The given password, or one made up to fit the policy. Throws InvalidPasswordException. */
  readonly temporary: (
    pool: UserPool,
    user: { readonly userKey: string; readonly given: string | undefined },
  ) => Promise<TemporaryPassword>;
  /** Throws CodeDeliveryFailureException, and what the CustomMessage trigger throws. */
  readonly send: (invitation: {
    readonly pool: UserPool;
    readonly user: User;
    readonly password: string;
    readonly to: readonly ContactAttribute[];
    readonly clientMetadata: TextMap | undefined;
  }) => Promise<void>;
}

const attributeOf: Readonly<Record<Medium, ContactAttribute>> = { EMAIL: 'email', SMS: 'phone_number' };

/**
 * Where an invitation goes. Unasked, by SMS, or by email to a user without a phone number; to a user with neither it
 * goes nowhere. Throws InvalidParameterException for a medium that was asked for and has no attribute.
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

interface Deps {
  readonly messages: Messages;
  readonly passwords: Passwords;
}

export const createInvitations = ({ messages, passwords }: Deps): Invitations => ({
  temporary: async (pool, { userKey, given }) => {
    const policy = passwordPolicy(pool);
    if (given !== undefined) passwords.assertPolicy(pool, given);
    const password = given ?? temporaryPassword(policy);
    const temporaryUntil = now() + policy.temporaryPasswordValidityDays * dayMs;
    // A temporary password is no former one: the history begins with what the user chooses.
    const writes = await passwords.replace(pool, { userKey, password, former: undefined, temporaryUntil });
    return { password, writes };
  },

  send: async ({ pool, user, password, to, clientMetadata }) => {
    const source = 'CustomMessage_AdminCreateUser';
    const invitations = to.map((attribute) =>
      messages.send({
        pool,
        clientId: undefined,
        clientMetadata,
        source,
        user,
        attribute,
        destination: user.attributes[attribute] ?? '',
        secret: password,
      }),
    );
    await allTried(invitations);
  },
});
