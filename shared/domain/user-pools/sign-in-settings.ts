import { CognitoException } from '#shared/errors/exception.ts';
import type { User } from '../users/user.ts';
import type { PoolSignIn, UserPool } from './user-pool.ts';

/** What codes are for: to prove an address, to recover an account, to sign in. */
export type CodeKind = 'verification' | 'recovery' | 'authentication';

export interface CodeSettings {
  /** Digits; undefined where it is for the challenge to say. */
  readonly length: number | undefined;
  readonly lifetimeMs: number;
}

/** How long wrong passwords, and wrong codes, lock a name out. */
export interface Lockout {
  /** The failure in a row from which on the name is locked out. */
  readonly failures: number;
  readonly longestMs: number;
  /** After so long without a failure the count starts anew. */
  readonly quietMs: number;
}

/** What holds where a pool says nothing; in seconds. A code of a sign-in has no life beyond its Session. */
const signInDefaults = {
  codes: {
    verification: { length: 6, seconds: 86_400 },
    recovery: { length: 6, seconds: 3600 },
    authentication: { length: undefined, seconds: 900 },
  },
  lockout: { failures: 5, longestSeconds: 900, quietSeconds: 900 },
} as const;

/** The pool's codes of a kind. */
export const codeSettings = ({ signIn }: Pick<UserPool, 'signIn'>, kind: CodeKind): CodeSettings => {
  const given = signIn?.codes?.[kind];
  const { length, seconds } = signInDefaults.codes[kind];
  return { length: given?.length ?? length, lifetimeMs: (given?.seconds ?? seconds) * 1000 };
};

/** When and how long the pool locks out. */
export const lockoutOf = ({ signIn }: Pick<UserPool, 'signIn'>): Lockout => {
  const { failures, longestSeconds, quietSeconds } = { ...signInDefaults.lockout, ...signIn?.lockout };
  return { failures, longestMs: longestSeconds * 1000, quietMs: quietSeconds * 1000 };
};

/** True where a new password, or the demand for one, ends the sessions of before. */
export const endsSessions = ({ signIn }: Pick<UserPool, 'signIn'>): boolean =>
  signIn?.passwordChange?.endsSessions ?? false;

/** The user as a new password, or the demand for one, leaves it: one more global sign-out where it ends sessions. */
export const withoutSessions = (pool: Pick<UserPool, 'signIn'>, user: User): User =>
  endsSessions(pool) ? { ...user, signOuts: user.signOuts + 1 } : user;

/** What a sign-in under way keeps of the user, to see that a change of the password has not ended it. */
export const signOutsSoFar = (
  pool: Pick<UserPool, 'signIn'>,
  user: User | undefined,
): { readonly signOuts?: number } =>
  user && user.signOuts > 0 && endsSessions(pool) ? { signOuts: user.signOuts } : {};

/** True where the password was changed since the sign-in that keeps this was under way, and that ends it. */
export const isEndedByPassword = (
  pool: Pick<UserPool, 'signIn'>,
  user: User | undefined,
  { signOuts = 0 }: { readonly signOuts?: number },
): boolean => endsSessions(pool) && user !== undefined && user.signOuts !== signOuts;

/** Throws InvalidParameterException where a lockout would be forgotten before it ends. */
export const assertSignInSettings = (signIn: PoolSignIn): void => {
  const { longestMs, quietMs } = lockoutOf({ signIn });
  if (quietMs >= longestMs) return;
  throw new CognitoException('InvalidParameterException', 'Lockout.QuietSeconds must not be below LongestSeconds.');
};
