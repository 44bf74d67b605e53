import { CognitoException } from '#shared/errors/exception.ts';

/** A user of a provider, who is linked to an identity. */
export interface LinkedLogin {
  /** As `providerKey` gives it. */
  readonly provider: string;
  readonly userId: string;
  /** Where the pool's developer provider vouches for the user. */
  readonly isDeveloper?: true;
}

/** Somebody in an identity pool. Without logins, a guest, as long as it is enabled. */
export interface Identity {
  /** `<region>:` and a UUID. */
  readonly id: string;
  readonly poolId: string;
  readonly logins: readonly LinkedLogin[];
  /** False for good where it was merged into another identity, or lost its last login. */
  readonly enabled: boolean;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  readonly updatedAt: number;
  /** Counts changes. A write states the version that it was made from. */
  readonly version: number;
}

const mostLogins = 20;

/** The refusal where no login given is one of the identity's. */
export const loginsDoNotMatch = (): CognitoException =>
  new CognitoException(
    'NotAuthorizedException',
    "Logins don't match. Please include at least one valid login for this identity or identity pool.",
  );

export const isGuest = ({ enabled, logins }: Identity): boolean => enabled && logins.length === 0;

export const isSameLogin = (one: LinkedLogin, other: LinkedLogin): boolean =>
  one.provider === other.provider && one.userId === other.userId && one.isDeveloper === other.isDeveloper;

/** True where the identity has the login. */
export const hasLogin = ({ logins }: Pick<Identity, 'logins'>, login: LinkedLogin): boolean =>
  logins.some((linked) => isSameLogin(linked, login));

const linkOf = ({ provider, userId, isDeveloper }: LinkedLogin): LinkedLogin => ({
  provider,
  userId,
  ...(isDeveloper && { isDeveloper }),
});

const withoutRepeats = (logins: readonly LinkedLogin[]): readonly LinkedLogin[] =>
  logins.filter((login, index) => logins.findIndex((other) => isSameLogin(login, other)) === index);

const conflict = (message: string): CognitoException => new CognitoException('ResourceConflictException', message);

// One developer may have several users who are one and the same. Anybody else has each user once.
const assertOneUserEach = (logins: readonly LinkedLogin[]): void => {
  const repeated = logins.find(
    (login, index) =>
      !login.isDeveloper &&
      logins.slice(0, index).some((other) => !other.isDeveloper && other.provider === login.provider),
  );
  if (repeated) throw conflict(`Login conflict: the logins belong to different users of ${repeated.provider}.`);
};

/**
 * All logins of several identities, and more. Throws ResourceConflictException where there are two users of one provider
 * among them, or more logins than an identity may have.
 */
export const joinedLogins = (...parts: readonly (readonly LinkedLogin[])[]): readonly LinkedLogin[] => {
  const logins = withoutRepeats(parts.flat()).map(linkOf);
  assertOneUserEach(logins);
  if (logins.length > mostLogins) throw conflict(`An identity has ${mostLogins} linked logins at most.`);
  return logins;
};

const byAge = (one: Identity, other: Identity): number =>
  one.createdAt - other.createdAt || (one.id < other.id ? -1 : 1);

/**
 * The identity that the others are merged into: the oldest one with a login or, where none has one, the oldest.
 * Whoever merges the same ones, in whatever order, comes to the same.
 */
export const survivorOf = (identities: readonly Identity[]): Identity | undefined => {
  const users = identities.filter(({ logins }) => logins.length > 0);
  return (users.length > 0 ? users : identities).toSorted(byAge)[0];
};
