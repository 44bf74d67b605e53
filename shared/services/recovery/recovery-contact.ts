import { secondFactorsOf } from '#shared/domain/sign-in/factors.ts';
import { autoVerifiedAttributes, type ContactAttribute, recoveryOrder } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { isVerified } from '#shared/domain/users/attributes.ts';
import type { User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { proofsOf } from '../users/proofs.ts';
import type { UserRecord } from '../users/users.ts';

/** The attributes for recovering accounts in the pool, first choice first; none where only administrators can do it. */
export const recoveryAttributes = (pool: UserPool): readonly ContactAttribute[] =>
  recoveryOrder(pool).flatMap((mechanism) => {
    if (mechanism === 'admin_only') return [];
    return mechanism === 'verified_email' ? 'email' : 'phone_number';
  });

/** The first of these attributes that the user has verified. */
export const findVerified = ({ attributes }: User, order: readonly ContactAttribute[]): ContactAttribute | undefined =>
  order.find((attribute) => attributes[attribute] !== undefined && isVerified(attributes, attribute));

/** Those that are not the user's second factor: one channel must not be enough for both. */
export const recoveryAttributesOf = (
  pool: UserPool,
  record: UserRecord,
  order: readonly ContactAttribute[],
): readonly ContactAttribute[] => {
  const { usable } = secondFactorsOf(pool, proofsOf(pool, record));
  return order.filter((attribute) => !usable.includes(attribute === 'email' ? 'EMAIL_OTP' : 'SMS_MFA'));
};

/** Where the pool's users most likely get their codes: first the attributes that sign-up verifies. */
export const likelyAttributes = (pool: UserPool): readonly ContactAttribute[] => {
  const order = recoveryAttributes(pool);
  const verified = order.filter((attribute) => autoVerifiedAttributes(pool).includes(attribute));
  return [...verified, ...order.filter((attribute) => !verified.includes(attribute))];
};

/** True for users who have had a password of their own, unless an administrator took it away. */
export const isResettable = ({ status, passwordDisabled }: User): boolean =>
  (status === 'CONFIRMED' || status === 'RESET_REQUIRED') && !passwordDisabled;

/** Throws NotAuthorizedException where the user's password may not be reset. */
export const assertResettable = (user: User): void => {
  if (isResettable(user)) return;
  throw new CognitoException('NotAuthorizedException', 'User password cannot be reset in the current state.');
};

/** The exception where there is nowhere to send a reset code to. */
export const noVerifiedContact = (): CognitoException =>
  new CognitoException(
    'InvalidParameterException',
    'Cannot reset password for the user as there is no registered/verified email or phone_number',
  );
