import { CognitoException } from '#shared/errors/exception.ts';
import type { User } from '../users/user.ts';
import type { PoolSignIn, UserPool } from './user-pool.ts';

/** What codes are for: to prove an address, to recover an account, to sign in. */
export type CodeKind = 'verification' | 'recovery' | 'authentication';

export interface CodeSettings {
  /** Number of digits; undefined where it depends on the challenge. */
  readonly length: number | undefined;
  readonly lifetimeMs: number;
}

/** When, and for how long, wrong passwords or wrong codes lock a name out. */
export interface Lockout {
  /** How many failures in a row start a lockout. */
  readonly failures: number;
  readonly longestMs: number;
  /** After this time without a failure the count starts again. */
  readonly quietMs: number;
}

/** The defaults. Times are in seconds. A sign-in code has no lifetime but that of its Session. */
const signInDefaults = {
  codes: {
    verification: { length: 6, seconds: 86_400 },
    recovery: { length: 6, seconds: 3600 },
    authentication: { length: undefined, seconds: 900 },
  },
  lockout: { failures: 5, longestSeconds: 900, quietSeconds: 900 },
} as const;

/** The pool's settings for codes of that kind. */
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

/** True where a new password, or the demand for one, ends earlier sessions. */
export const endsSessions = ({ signIn }: Pick<UserPool, 'signIn'>): boolean =>
  signIn?.passwordChange?.endsSessions ?? false;

/** The user after a new password, or the demand for one: with one more global sign-out where that ends sessions. */
export const withoutSessions = (pool: Pick<UserPool, 'signIn'>, user: User): User =>
  endsSessions(pool) ? { ...user, signOuts: user.signOuts + 1 } : user;

/** What a sign-in under way keeps of the user, to notice that a change of the password has ended it. */
export const signOutsSoFar = (
  pool: Pick<UserPool, 'signIn'>,
  user: User | undefined,
): { readonly signOuts?: number } =>
  user && user.signOuts > 0 && endsSessions(pool) ? { signOuts: user.signOuts } : {};

/** True where the password was changed since then, and where that ends the sign-in. */
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
