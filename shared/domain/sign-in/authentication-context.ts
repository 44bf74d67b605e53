/** How strongly a user was authenticated: the claims `acr` and `amr` (OpenID Connect Core section 2). */
import type { AuthContext } from '../tokens/token-family.ts';
import { type AcrLevel, acrLevelOf, acrName, namesAcr } from '../user-pools/acr-names.ts';
import type { FirstFactor } from '../user-pools/factors.ts';
import type { PoolSettings } from '../user-pools/user-pool.ts';
import type { SecondFactor } from '../users/user.ts';
import { type AvailableFactors, challengesFor } from './factors.ts';
import { type Answered, type ChallengeName, hasPassword, type StillToProve } from './next-step.ts';
import type { Trail } from './trail.ts';

/**
 * What a user proves to sign in. A passkey is `swk` or `hwk`: a key in software, or in hardware of its own. `fed` is the
 * word of an identity provider.
 */
export type Method = 'pwd' | 'otp' | 'sms' | 'email_otp' | 'swk' | 'hwk' | 'fed';

const methodOf: Readonly<Partial<Record<Answered, Method>>> = {
  SOFTWARE_TOKEN_MFA: 'otp',
  SMS_MFA: 'sms',
  SMS_OTP: 'sms',
  EMAIL_OTP: 'email_otp',
  FEDERATION: 'fed',
};

/** What the trail proves, each method once. */
const provedMethods = ({ proved, passkey, recovered }: Trail): readonly Method[] => {
  // What is set up in the sign-in itself proves nothing yet: whoever knows the password may be the first to set it up.
  const setUp = proved.indexOf('MFA_SETUP');
  const counted = setUp < 0 ? proved : proved.slice(0, setUp);
  const others = counted.flatMap((one) => {
    if (one === 'WEB_AUTHN') return passkey ?? 'swk';
    // A recovery code stands in for the factor, but does not prove it.
    return one === recovered ? [] : (methodOf[one] ?? []);
  });
  return [...new Set([...(hasPassword({ proved: counted }) ? (['pwd'] as const) : []), ...others])];
};

/** The methods of authentication of a sign-in (RFC 8176), `mfa` for two factors among them. */
export const amrOf = (trail: Trail): readonly string[] => {
  const methods = provedMethods(trail);
  const factors = methods.length + (trail.recovered ? 1 : 0);
  return factors > 1 ? [...methods, 'mfa'] : methods;
};

/** The highest level that these methods reach together; undefined where they reach none. */
export const levelOf = (amr: readonly string[]): AcrLevel | undefined => {
  const has = (method: Method): boolean => amr.includes(method);
  if (has('pwd') && has('otp')) return 4;
  const hasCode = has('sms') || has('email_otp');
  if (has('swk') || has('hwk') || (has('pwd') && hasCode)) return 3;
  if (hasCode) return 2;
  return has('pwd') ? 1 : undefined;
};

/**
 * How a user was authenticated, as tokens state it: by its level where one was asked for, or the pool names them. The
 * level is the one that the methods reach, unless a provider states another one.
 */
export const statedContext = (
  pool: { readonly settings: PoolSettings },
  { amr, authTime }: { readonly amr: readonly string[]; readonly authTime: number },
  isAsked: boolean,
  level = levelOf(amr),
): AuthContext => {
  const isStated = level !== undefined && (isAsked || namesAcr(pool));
  return {
    authTime,
    ...(amr.length > 0 && { amr }),
    ...(isStated && { acr: acrName(pool, level) }),
  };
};

/**
 * How the user of a sign-in was authenticated, at `now` in epoch milliseconds. Proofs from an earlier sign-in keep its
 * time.
 */
export const authContextOf = (pool: { readonly settings: PoolSettings }, trail: Trail, now: number): AuthContext =>
  statedContext(pool, { amr: amrOf(trail), authTime: trail.credit?.authTime ?? now }, trail.levels !== undefined);

/** True where these methods reach one of the levels. */
export const reachesOneOf = (levels: readonly AcrLevel[], amr: readonly string[]): boolean => {
  const reached = levelOf(amr) ?? 0;
  return levels.some((level) => level <= reached);
};

/**
 * The levels that a list of names asks for, as in `acr_values`: separated by spaces, the preferred one first. Names that
 * the pool does not have are left out.
 */
export const askedLevels = (pool: { readonly settings: PoolSettings }, names: string): readonly AcrLevel[] => [
  ...new Set(names.split(' ').flatMap((name) => acrLevelOf(pool, name) ?? [])),
];

/**
 * True where an authentication is at most `maxAge` seconds old at `now`, in epoch milliseconds. None is at most zero
 * seconds old: that asks for a new one.
 */
export const isFresh = ({ authTime }: AuthContext, maxAge: number | undefined, now: number): boolean =>
  maxAge === undefined || (maxAge > 0 && now - authTime <= maxAge * 1000);

const ofFirst: Readonly<Record<FirstFactor, Method>> = {
  PASSWORD: 'pwd',
  EMAIL_OTP: 'email_otp',
  SMS_OTP: 'sms',
  WEB_AUTHN: 'swk',
};
const ofSecond: Readonly<Record<SecondFactor, Method>> = {
  SOFTWARE_TOKEN_MFA: 'otp',
  SMS_MFA: 'sms',
  EMAIL_OTP: 'email_otp',
};

const reaches = (methods: readonly string[], level: AcrLevel): boolean => (levelOf(methods) ?? 0) >= level;

/** The first of the levels that the user can reach, with what is proved and what could be. */
const targetOf = (levels: readonly AcrLevel[], proved: readonly string[], available: AvailableFactors) => {
  const first = [...proved, ...available.first.map((factor) => ofFirst[factor])];
  const all = first.includes('pwd') ? [...first, ...available.second.map((factor) => ofSecond[factor])] : first;
  return levels.find((level) => reaches(all, level));
};

/**
 * What is still to be proved for the first of the asked levels that the user can reach; undefined where that is
 * reached. Factors are asked in an order in which each of them counts: a password comes before a second factor.
 */
export const stillToProve = (
  levels: readonly AcrLevel[],
  proved: readonly string[],
  available: AvailableFactors,
): StillToProve | undefined => {
  const target = targetOf(levels, proved, available);
  if (target === undefined) return { kind: 'unreachable' };
  if (reaches(proved, target)) return undefined;
  const isEnough = (method: Method): boolean => reaches([...proved, method], target);

  const factors = proved.includes('pwd') ? available.second.filter((factor) => isEnough(ofSecond[factor])) : [];
  const prefersFactor = available.prefersFactor && factors[0] === available.second[0];
  if (factors.length > 0) return { kind: 'second', factors, prefersFactor };
  // A password may be enough only together with a second factor. It is asked for wherever it is missing.
  const first = available.first.filter((factor) =>
    factor === 'PASSWORD' ? !proved.includes('pwd') : isEnough(ofFirst[factor]),
  );
  return { kind: 'first', challenges: challengesFor(first) };
};

/**
 * True where a sign-in that begins with the challenge may reach one of the levels. It depends on nothing that the user
 * has: before anything is proved, nothing is told about that.
 */
export const mayLeadTo = (levels: readonly AcrLevel[], challenge: ChallengeName): boolean => {
  if (challenge === 'PASSWORD' || challenge === 'PASSWORD_SRP') return true;
  return levels.some((level) => level <= (challenge === 'WEB_AUTHN' ? 3 : 2));
};
