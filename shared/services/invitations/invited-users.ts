/** Users that an administrator makes. They sign in with a temporary password and choose their own. */
import { now } from '#shared/config/clock.ts';
import { retryOnConflict } from '#shared/data/write.ts';
import { factorsWithoutPassword } from '#shared/domain/user-pools/factors.ts';
import { usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { assertAttributes, assertKnown, normalizeAttributes, usernameFrom } from '#shared/domain/users/attributes.ts';
import type { OwnName } from '#shared/domain/users/names.ts';
import { newUser } from '#shared/domain/users/new-user.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { messageLimits } from '../messages/message-limits.ts';
import { triggers } from '../triggers/create-triggers.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { userCreation, userUpdate } from '../users/user-changes.ts';
import { userKeyOf, users } from '../users/users.ts';
import { destinationsOf, invitedAt, type Medium, makeTemporaryPassword, sendInvitation } from './invitations.ts';

interface Invitation {
  readonly pool: UserPool;
  /** As given: a username, email or phone number. */
  readonly username: string;
  /** The temporary password; undefined to have one made up. */
  readonly password: string | undefined;
  readonly mediums: readonly Medium[] | undefined;
  readonly clientMetadata: TextMap | undefined;
}

interface NewUser extends Invitation {
  readonly attributes: Attributes;
  readonly validationData: TextMap | undefined;
  /** True to take verified aliases from whoever has them. */
  readonly forceAliases: boolean;
  /** True to send no invitation. */
  readonly silent: boolean;
}

const taken = (kind: OwnName['kind'] | 'username'): CognitoException =>
  new CognitoException(
    'UsernameExistsException',
    kind === 'username' ? 'User account already exists' : `An account with the given ${kind} already exists.`,
  );

const settled = ({ username }: User): CognitoException =>
  new CognitoException(
    'UnsupportedUserStateException',
    `Resend not possible. ${username} status is not FORCE_CHANGE_PASSWORD.`,
  );

const invitedUser = ({ pool, username: given, attributes }: NewUser): User => {
  const name = usernameFrom(pool, given, attributes);
  assertKnown(pool, Object.keys(name.attributes));
  const kept = normalizeAttributes(name.attributes);
  assertAttributes(pool, kept);
  return newUser(pool, { username: name.username, status: 'FORCE_CHANGE_PASSWORD', attributes: kept }, now());
};

const codeFactors = { EMAIL_OTP: 'email', SMS_OTP: 'phone_number' } as const;

const signsInByCode = (pool: UserPool, { attributes }: User): boolean =>
  factorsWithoutPassword(pool).some(
    (factor) => (factor === 'EMAIL_OTP' || factor === 'SMS_OTP') && attributes[codeFactors[factor]] !== undefined,
  );

/**
 * Throws InvalidParameterException, InvalidPasswordException, UsernameExistsException, LimitExceededException where the
 * pool has sent all that it may, and what triggers throw. Throws CodeDeliveryFailureException after the user is made.
 */
export const createUser = async (given: NewUser): Promise<User> => {
  const { pool, clientMetadata } = given;
  const invited = invitedUser(given);
  // Users who sign in by codes need no password, and learn of the account by the first code.
  const needsPassword = given.password !== undefined || !signsInByCode(pool, invited);
  const user: User = needsPassword ? invited : { ...invited, status: 'CONFIRMED' };
  const userKey = userKeyOf(pool, user.username);
  const to = given.silent || !needsPassword ? [] : invitedAt(user.attributes, given.mediums);
  const { password, writes } = needsPassword
    ? await makeTemporaryPassword(pool, { userKey, sub: user.sub, given: given.password })
    : { password: '', writes: [] };
  await triggers().preSignUp({
    pool,
    clientId: undefined,
    clientMetadata,
    source: 'PreSignUp_AdminCreateUser',
    username: user.username,
    attributes: user.attributes,
    validationData: given.validationData,
  });
  // Aliases can be taken over; what users sign up with cannot.
  const force = given.forceAliases && usernameAttributes(pool).length === 0;
  const outgoing = { pool, to: destinationsOf(user, to) };
  const permit = await retryOnConflict(async () =>
    messageLimits().admitSigned(outgoing, [...(await userCreation(pool, user, userKey, { taken, force })), ...writes]),
  );
  await sendInvitation({ pool, user, password, to, permit, clientMetadata });
  return user;
};

/** A new temporary password for a user who never used the first. Throws UnsupportedUserStateException. */
export const inviteAgain = ({ pool, username, password: given, mediums, clientMetadata }: Invitation): Promise<User> =>
  retryOnConflict(async () => {
    const { user: before, userKey } = await users().get(pool, username);
    if (before.status !== 'FORCE_CHANGE_PASSWORD') throw settled(before);
    const { passwordDisabled: _disabled, awaitsMigration: _awaited, ...rest } = before;
    const user = { ...rest, updatedAt: now() };
    const to = invitedAt(user.attributes, mediums);
    const { password, writes } = await makeTemporaryPassword(pool, { userKey, sub: user.sub, given });
    // The profile is written, too: a user who chose a password meanwhile keeps it.
    const change = await userUpdate(pool, before, user, userKey);
    const permit = await messageLimits().admitSigned({ pool, to: destinationsOf(user, to) }, [...change, ...writes]);
    await sendInvitation({ pool, user, password, to, permit, clientMetadata });
    return user;
  });
