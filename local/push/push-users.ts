/** Makes the users in the new pool: page by page, each page as often as needed. */
import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminDisableUserCommand,
  AdminGetUserCommand,
  AdminLinkProviderForUserCommand,
  AdminSetUserMFAPreferenceCommand,
  AdminSetUserPasswordCommand,
  type CognitoIdentityProviderClient,
  ListUsersCommand,
  ListUsersInGroupCommand,
  type UserType,
} from '@aws-sdk/client-cognito-identity-provider';
import { manyAtOnce } from '#shared/data/many-at-once.ts';
import { isRefusal } from '../pull/parts.ts';
import type { PoolFacts } from '../pull/pool-facts.ts';
import type { KeptState } from './push-state.ts';
import { type ListedUser, nameToPush, type PushedUser, subOf, toPushedUser } from './pushed-user.ts';

type Client = CognitoIdentityProviderClient;

/** Both sides of a push. */
export interface Sides {
  readonly source: Client;
  readonly target: Client;
  readonly facts: PoolFacts;
  readonly state: KeptState;
}

/** A user in the file of users, or why there is none. */
type UserLine = {
  readonly username: string;
  readonly sub: string;
} & (
  | { readonly newUsername: string; readonly newSub: string; readonly refused?: readonly string[] }
  | { readonly left: string }
);

const pageSize = 60;

const isNamed = (error: unknown, ...names: readonly string[]): boolean =>
  error instanceof Error && names.includes(error.name);

// Nobody ever learns it: whoever wants in chooses another one by ForgotPassword.
const unknownPassword = ({ pool }: PoolFacts): string => {
  const least = pool.Policies?.PasswordPolicy?.MinimumLength ?? 8;
  return `aA1-${randomBytes(72)
    .toString('base64url')
    .slice(0, Math.max(least, 36) - 4)}`;
};

const makeUser = async ({ target, state }: Sides, user: PushedUser): Promise<UserType> => {
  const named = { UserPoolId: state.now().poolId, Username: user.name };
  try {
    const UserAttributes = [...user.attributes];
    const command = new AdminCreateUserCommand({ ...named, UserAttributes, MessageAction: 'SUPPRESS' });
    return (await target.send(command)).User ?? {};
  } catch (error) {
    if (!isNamed(error, 'UsernameExistsException')) throw error;
    // Made by a run that ended here, unless it is somebody else whose alias this name is.
    const { UserAttributes: Attributes, ...found } = await target.send(new AdminGetUserCommand(named));
    const present: UserType = { ...found, Attributes };
    if (!isSame(present, user)) throw error;
    return present;
  }
};

const isSame = ({ Username, Attributes = [] }: UserType, { name }: PushedUser): boolean =>
  [Username, ...Attributes.flatMap(({ Name, Value }) => (Name === 'email' || Name === 'phone_number' ? [Value] : []))]
    .map((one) => one?.toLowerCase())
    .includes(name.toLowerCase());

const factorNames = { SMSMfaSettings: 'SMS_MFA', EmailMfaSettings: 'EMAIL_OTP' } as const;

// Asked one by one, as the list of users does not tell it.
const factorsOf = async ({ source, facts }: Sides, Username: string | undefined) => {
  if ((facts.mfa.MfaConfiguration ?? 'OFF') === 'OFF') return { settings: undefined, hasApp: false };
  const asked = { UserPoolId: facts.pool.Id, Username };
  const { UserMFASettingList: on = [], PreferredMfaSetting: preferred } = await source.send(
    new AdminGetUserCommand(asked),
  );
  const settings = Object.fromEntries(
    Object.entries(factorNames).flatMap(([member, name]) =>
      on.includes(name) ? [[member, { Enabled: true, PreferredMfa: preferred === name }]] : [],
    ),
  );
  return {
    settings: Object.keys(settings).length > 0 ? settings : undefined,
    hasApp: on.includes('SOFTWARE_TOKEN_MFA'),
  };
};

// What is done already is done again, which changes nothing.
const finishUser = async (sides: Sides, user: PushedUser, made: UserType, factors: object | undefined) => {
  const { target, state, facts } = sides;
  const UserPoolId = state.now().poolId;
  const named = { UserPoolId, Username: made.Username };
  const refused: string[] = [];
  const orRefused = async (work: Promise<unknown>): Promise<void> => {
    try {
      await work;
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused.push(error.message);
    }
  };
  // A temporary password cannot be forgotten. Whoever has chosen one since keeps it.
  if (user.needsPassword && made.UserStatus === 'FORCE_CHANGE_PASSWORD') {
    const Password = unknownPassword(facts);
    await orRefused(target.send(new AdminSetUserPasswordCommand({ ...named, Password, Permanent: true })));
  }
  if (factors) await orRefused(target.send(new AdminSetUserMFAPreferenceCommand({ ...named, ...factors })));
  const present = made.Attributes?.find(({ Name }) => Name === 'identities')?.Value ?? '';
  for (const { providerName, userId } of user.links) {
    if (present.includes(JSON.stringify(userId))) continue;
    const SourceUser = {
      ProviderName: providerName,
      ProviderAttributeName: 'Cognito_Subject',
      ProviderAttributeValue: userId,
    };
    const DestinationUser = { ProviderName: 'Cognito', ProviderAttributeValue: made.Username };
    await orRefused(target.send(new AdminLinkProviderForUserCommand({ UserPoolId, DestinationUser, SourceUser })));
  }
  if (!user.enabled) await orRefused(target.send(new AdminDisableUserCommand(named)));
  return refused;
};

interface Pushed {
  readonly line: UserLine;
  readonly hasPassword: boolean;
  readonly isInvited: boolean;
  readonly hasApp: boolean;
}

const pushUser = async (sides: Sides, listed: ListedUser): Promise<Pushed> => {
  const who = { username: listed.Username ?? '', sub: subOf(listed) };
  const nothing = { hasPassword: false, isInvited: false, hasApp: false };
  const asked = toPushedUser(sides.facts.pool, listed);
  if ('left' in asked) return { ...nothing, line: { ...who, left: asked.left } };
  const { user } = asked;
  try {
    const made = await makeUser(sides, user);
    const { settings, hasApp } = await factorsOf(sides, listed.Username);
    const refused = await finishUser(sides, user, made, settings);
    const there = { newUsername: made.Username ?? '', newSub: subOf(made) };
    return {
      line: { ...who, ...there, ...(refused.length > 0 && { refused }) },
      hasPassword: user.needsPassword,
      isInvited: !user.needsPassword,
      hasApp,
    };
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return { ...nothing, line: { ...who, left: error.message } };
  }
};

const pageOfUsers = async ({ source, facts }: Sides, PaginationToken: string | undefined) => {
  const asked = { UserPoolId: facts.pool.Id, Limit: pageSize };
  try {
    return await source.send(new ListUsersCommand({ ...asked, PaginationToken }));
  } catch (error) {
    // After a long time a place in the list may be worth nothing. Then everybody is looked at once more.
    if (PaginationToken === undefined || !isNamed(error, 'InvalidParameterException')) throw error;
    return source.send(new ListUsersCommand(asked));
  }
};

const count = (all: readonly Pushed[], fits: (pushed: Pushed) => boolean): number => all.filter(fits).length;

/** Makes all users. `update` is told how many of them are done after each page. */
export const pushUsers = async (sides: Sides, update: (done: number) => void): Promise<void> => {
  const { state } = sides;
  while (!state.now().users.isOver) {
    const before = state.now().users;
    const page = await pageOfUsers(sides, before.next);
    const pushed = await manyAtOnce(page.Users ?? [], (user) => pushUser(sides, user));
    const bytes = state.addUsers(pushed.map(({ line }) => line));
    const left = count(pushed, ({ line }) => 'left' in line);
    state.change({
      users: {
        ...(page.PaginationToken && { next: page.PaginationToken }),
        isOver: !page.PaginationToken,
        bytes,
        made: before.made + pushed.length - left,
        left: before.left + left,
        passwords: before.passwords + count(pushed, ({ hasPassword }) => hasPassword),
        invited: before.invited + count(pushed, ({ isInvited }) => isInvited),
        apps: before.apps + count(pushed, ({ hasApp }) => hasApp),
      },
    });
    update(before.made + before.left + pushed.length);
  }
};

const addMember = async ({ target, facts, state }: Sides, GroupName: string, member: UserType): Promise<boolean> => {
  const Username = nameToPush(facts.pool, member);
  if (Username === undefined) return false;
  try {
    await target.send(new AdminAddUserToGroupCommand({ UserPoolId: state.now().poolId, Username, GroupName }));
    return true;
  } catch (error) {
    // Some users could not be made, and some groups.
    if (isNamed(error, 'UserNotFoundException', 'ResourceNotFoundException')) return false;
    throw error;
  }
};

/** Adds the members of all groups. `update` is told how many are done. */
export const pushMembers = async (sides: Sides, update: (done: number) => void): Promise<void> => {
  const { source, facts, state } = sides;
  for (const GroupName of facts.groups.keys()) {
    for (;;) {
      const { groups } = state.now();
      const before = (Object.hasOwn(groups, GroupName) ? groups[GroupName] : undefined) ?? {
        isOver: false,
        members: 0,
      };
      if (before.isOver) break;
      const asked = { UserPoolId: facts.pool.Id, GroupName, Limit: pageSize, NextToken: before.next };
      const { Users = [], NextToken: next } = await source.send(new ListUsersInGroupCommand(asked));
      const added = await manyAtOnce(Users, (user) => addMember(sides, GroupName, user));
      const members = before.members + added.filter(Boolean).length;
      const after = { ...(next && { next }), isOver: !next, members };
      state.change({ groups: { ...state.now().groups, [GroupName]: after } });
      update(Object.values(state.now().groups).reduce((sum, group) => sum + group.members, 0));
    }
  }
};
