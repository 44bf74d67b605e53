/** Stored passwords: Argon2id for plain sign-in, a sealed verifier for SRP. */
import { now } from '#shared/config/clock.ts';
import { environment } from '#shared/config/environment.ts';
import { userRepository } from '#shared/data/users/user-repository.ts';
import type { Write } from '#shared/data/write.ts';
import type { PasswordEvent, PasswordPlace } from '#shared/domain/leaked-passwords/leak-action.ts';
import { defaultParameters, hashPassword, isOutdated, verifyPassword } from '#shared/domain/passwords/hash.ts';
import { createVerifier } from '#shared/domain/srp/verifier.ts';
import { assertPolicy, passwordPolicy } from '#shared/domain/user-pools/settings.ts';
import { poolName, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { PasswordCredential } from '#shared/domain/users/user.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { sealing } from '../sealing/sealing.ts';

export interface NewPassword {
  /** Also the name with which SRP proves the password: the same however the username is typed. */
  readonly userKey: string;
  /** The user's. */
  readonly sub: string;
  readonly password: string;
  /** The present password, for the history. */
  readonly former: PasswordCredential | undefined;
  /** When a temporary password expires, in epoch milliseconds. */
  readonly temporaryUntil?: number;
}

const used = (): CognitoException =>
  new CognitoException('PasswordHistoryPolicyViolationException', 'Password has previously been used.');

const parameters = () => environment().argon2 ?? defaultParameters;

// The password of an unknown user is compared with this: the hash of a text that nobody knows, with today's parameters.
let decoy: Promise<string> | undefined;

const credentialFor = async (
  pool: UserPool,
  { userKey, password, temporaryUntil }: Pick<NewPassword, 'userKey' | 'password' | 'temporaryUntil'>,
): Promise<PasswordCredential> => {
  const { salt, verifier } = createVerifier({ poolName: poolName(pool.id), userId: userKey, password });
  const [phc, seal] = await Promise.all([hashPassword(password, parameters()), sealing().general(pool)]);
  return {
    phc,
    srp: { salt: salt.toString('hex'), verifier: seal.seal('srp verifier', verifier), userId: userKey },
    setAt: now(),
    ...(temporaryUntil !== undefined && { temporaryUntil }),
  };
};

// The size includes the present password: a size of one forbids only that one.
const history = async (pool: UserPool, change: NewPassword): Promise<Write[]> => {
  const { userKey, password, former, temporaryUntil } = change;
  const size = passwordPolicy(pool).historySize;
  if (size === 0 || !former) return [];
  const earlier = await userRepository().passwordHistory(pool.id, userKey);
  const remembered = [former.phc, ...earlier].slice(0, size);
  const compared = temporaryUntil === undefined ? remembered : [];
  // One after the other, as a hash from elsewhere may take a quarter of a function's memory.
  for (const phc of compared) if (await verifyPassword(password, phc)) throw used();
  return [userRepository().putPasswordHistory(pool.id, userKey, remembered)];
};

/** Throws InvalidPasswordException. */
export const assertPasswordPolicy = (pool: UserPool, password: string): void =>
  assertPolicy(password, passwordPolicy(pool));

/** False where it does not matter whether passwords are known elsewhere: then nothing is loaded that finds it out. */
export const mindsLeaks = ({ settings, passwordBlocklist }: UserPool): boolean =>
  settings.UserPoolAddOns !== undefined || passwordBlocklist !== undefined;

/**
 * Throws InvalidPasswordException for a new password that breaks the policy, or that is known elsewhere where that is
 * refused. True for one that is known elsewhere where that is only noted.
 */
export const assertNewPassword = async (
  place: PasswordPlace,
  event: Exclude<PasswordEvent, 'SIGN_IN'>,
  password: string,
): Promise<boolean> => {
  assertPasswordPolicy(place.pool, password);
  if (!mindsLeaks(place.pool)) return false;
  const { assertNotLeaked } = await import('../leaked-passwords/assert-not-leaked.ts');
  return assertNotLeaked(place, event, password);
};

/**
 * The writes that set a password. Throws PasswordHistoryPolicyViolationException for one of the user's recent
 * passwords, unless it is temporary.
 */
export const newPasswordWrites = async (pool: UserPool, change: NewPassword): Promise<Write[]> => {
  const remembered = await history(pool, change);
  const credential = await credentialFor(pool, change);
  return [userRepository().putPassword(pool.id, change.userKey, change.sub, credential), ...remembered];
};

/** True for the right password. False for nobody's, at the same cost. */
export const passwordMatches = async (
  password: string,
  credential: PasswordCredential | undefined,
): Promise<boolean> => {
  decoy ??= hashPassword(crypto.randomUUID(), parameters());
  const right = await verifyPassword(password, credential?.phc ?? (await decoy));
  return credential !== undefined && right;
};

/**
 * A write that hashes the password again with today's parameters, where its hash is weaker or came from elsewhere. Then
 * it also makes what SRP needs. Throws `replaced`, at the write, where another password was set since.
 */
export const rehashPassword = async (
  pool: UserPool,
  { userKey, sub, password }: Pick<NewPassword, 'userKey' | 'sub' | 'password'>,
  credential: PasswordCredential,
  replaced: () => Error,
): Promise<Write[]> => {
  const { phc, srp, ...rest } = credential;
  const isHashed = !isOutdated(phc, parameters());
  if (isHashed && srp) return [];
  const made = srp
    ? { srp, phc: await hashPassword(password, parameters()) }
    : await credentialFor(pool, { userKey, password });
  return [userRepository().rehashPassword(pool.id, userKey, sub, credential, { ...made, ...rest }, replaced)];
};
