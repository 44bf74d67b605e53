/** What of a user can be made in a pool at Cognito. */
import type { AttributeType, UserPoolType } from '@aws-sdk/client-cognito-identity-provider';
import * as v from 'valibot';

/** What ListUsers tells of a user. */
export interface ListedUser {
  readonly Username?: string | undefined;
  readonly Attributes?: readonly AttributeType[] | undefined;
  readonly Enabled?: boolean | undefined;
  readonly UserStatus?: string | undefined;
}

/** An account elsewhere that the user signs in by. */
export interface PushedLink {
  readonly providerName: string;
  readonly userId: string;
}

/** A user as the operations of an administrator make it. */
export interface PushedUser {
  /** What AdminCreateUser takes as the username: in pools where users sign up with email or phone, that. */
  readonly name: string;
  readonly attributes: readonly AttributeType[];
  readonly enabled: boolean;
  /** True for a user with a password of their own: the new one has to be there before ForgotPassword replaces it. */
  readonly needsPassword: boolean;
  readonly links: readonly PushedLink[];
}

/** Why a user cannot be made. */
export type Left = 'unconfirmed' | 'of a provider' | 'without a name to sign in with';

const Links = v.array(
  v.object({
    userId: v.string(),
    providerName: v.string(),
    primary: v.optional(v.union([v.boolean(), v.string()]), false),
  }),
);

const linksIn = (told: string | undefined): readonly PushedLink[] => {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), Links), told ?? '[]');
  // The account for which a user was made is no link.
  return (read.success ? read.output : []).filter(({ primary }) => String(primary) !== 'true');
};

// Names that the service gives to what it tells, and that nobody sets.
const isOwn = (name: string): boolean => name === 'sub' || name === 'identities' || name.startsWith('cognito:');

const attributeIn = ({ Attributes = [] }: ListedUser, name: string): string | undefined =>
  Attributes.find(({ Name }) => Name === name)?.Value || undefined;

/** The `sub` of a user. */
export const subOf = (user: ListedUser): string => attributeIn(user, 'sub') ?? '';

/** What AdminCreateUser takes as the name of the user; undefined for one who has nothing to sign in with. */
export const nameToPush = (
  { UsernameAttributes = [] }: Pick<UserPoolType, 'UsernameAttributes'>,
  user: ListedUser,
): string | undefined => {
  if (UsernameAttributes.length === 0) return user.Username;
  const [first] = UsernameAttributes.toSorted().flatMap((name) => attributeIn(user, name) ?? []);
  return first;
};

/** The user as it is to be made, or why it cannot be. */
export const toPushedUser = (
  pool: Pick<UserPoolType, 'UsernameAttributes'>,
  user: ListedUser,
): { readonly user: PushedUser } | { readonly left: Left } => {
  const { UserStatus: status, Attributes = [] } = user;
  if (status === 'UNCONFIRMED') return { left: 'unconfirmed' };
  if (status === 'EXTERNAL_PROVIDER') return { left: 'of a provider' };
  const name = nameToPush(pool, user);
  if (name === undefined) return { left: 'without a name to sign in with' };
  return {
    user: {
      name,
      attributes: Attributes.filter(({ Name = '', Value }) => !isOwn(Name) && Value),
      enabled: user.Enabled ?? true,
      needsPassword: status === 'CONFIRMED' || status === 'RESET_REQUIRED',
      links: linksIn(attributeIn(user, 'identities')),
    },
  };
};
