import type { AttributeType, UserType } from '@aws-sdk/client-cognito-identity-provider';
import { toldAttributes } from '#shared/domain/users/identities.ts';
import type { Attributes, User } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { toMfaOptions } from './mfa.ts';
import { toEpochSeconds, type Wire } from './wire.ts';

const byName = ([a]: readonly [string, string], [b]: readonly [string, string]): number => (a < b ? -1 : 1);

/** Attributes as the API lists them: `sub` first, the others by name, since the store keeps no order. */
export const toAttributeList = (user: User, shows: (attribute: string) => boolean = () => true): AttributeType[] =>
  [['sub', user.sub] as const, ...Object.entries(toldAttributes(user)).sort(byName)]
    .filter(([name]) => shows(name))
    .map(([Name, Value]) => ({ Name, Value }));

/**
 * A list of attributes as a record. Of two with one name the later counts. Throws InvalidParameterException for one
 * without a value: only an empty text removes an attribute.
 */
export const toAttributes = (list: readonly AttributeType[] = []): Attributes => {
  const bare = list.find(({ Value }) => Value === undefined);
  if (bare) {
    throw new CognitoException('InvalidParameterException', `Attribute value for ${bare.Name} must not be null`);
  }
  return toTexts(list);
};

/**
 * What a client passes on to a trigger, as a record. Of two texts with one name the later counts; one without a value
 * is empty.
 */
export const toTexts = (list: readonly AttributeType[]): Readonly<Record<string, string>> =>
  Object.fromEntries(list.flatMap(({ Name, Value }) => (Name === undefined ? [] : [[Name, Value ?? '']])));

/** A user's dates and state, which the API answers together with name and attributes. */
export const toUserState = (user: User) => ({
  UserCreateDate: toEpochSeconds(user.createdAt),
  UserLastModifiedDate: toEpochSeconds(user.updatedAt),
  Enabled: user.enabled,
  UserStatus: user.status,
});

/** A user as lists and AdminCreateUser answer it. */
export const toUserType = (user: User, shows?: (attribute: string) => boolean): Wire<UserType> => ({
  Username: user.username,
  Attributes: toAttributeList(user, shows),
  ...toUserState(user),
  ...toMfaOptions(user),
});
