import { CognitoException } from '#shared/errors/exception.ts';
import { isUsable, type Proofs } from '../sign-in/factors.ts';
import { poolSecondFactors } from '../user-pools/factors.ts';
import type { UserPool } from '../user-pools/user-pool.ts';
import type { MfaPreference, SecondFactor } from './user.ts';

const allFactors: readonly SecondFactor[] = ['SMS_MFA', 'SOFTWARE_TOKEN_MFA', 'EMAIL_OTP'];

const entriesOf = (wishes: FactorWishes): readonly (readonly [SecondFactor, FactorWish])[] =>
  allFactors.flatMap((factor) => (wishes[factor] ? [[factor, wishes[factor]] as const] : []));

/** The preference with one more factor switched on. It becomes the preferred one where none is. */
export const withFactor = (mfa: MfaPreference | undefined, factor: SecondFactor): MfaPreference => ({
  enabled: [...(mfa?.enabled ?? []).filter((other) => other !== factor), factor],
  preferred: mfa?.preferred ?? factor,
});

/** The preference without a factor that the user no longer has. */
export const withoutFactor = ({ enabled, preferred }: MfaPreference, factor: SecondFactor): MfaPreference => ({
  enabled: enabled.filter((other) => other !== factor),
  ...(preferred && preferred !== factor && { preferred }),
});

/** What a user, or an administrator for the user, wants of a factor. What is undefined stays as it is. */
export interface FactorWish {
  readonly enabled: boolean | undefined;
  readonly preferred: boolean | undefined;
}

export type FactorWishes = Readonly<Partial<Record<SecondFactor, FactorWish>>>;

const invalid = (message: string): CognitoException => new CognitoException('InvalidParameterException', message);

const assertUsable = (proofs: Proofs, factor: SecondFactor): void => {
  if (!isUsable(proofs, factor)) throw invalid(`User does not have delivery config set to turn on ${factor}`);
};

/**
 * The preference after the wishes. Throws InvalidParameterException for a factor that the pool does not offer or the
 * user cannot use, and for preferring two factors, or one that is off.
 */
export const changedPreference = (pool: UserPool, proofs: Proofs, wishes: FactorWishes): MfaPreference => {
  const offered = poolSecondFactors(pool);
  const before = proofs.user.mfa ?? { enabled: [] };
  const isOn = (factor: SecondFactor): boolean => wishes[factor]?.enabled ?? before.enabled.includes(factor);
  const preferring = entriesOf(wishes).flatMap(([factor, wish]) => (wish.preferred ? [factor] : []));
  if (preferring.length > 1) throw invalid('Only one MFA can be preferred.');
  const [chosen] = preferring;
  for (const [factor, { enabled, preferred }] of entriesOf(wishes)) {
    if (!enabled && !preferred) continue;
    if (!offered.includes(factor)) throw invalid(`${factor} is not enabled for the user pool.`);
    assertUsable(proofs, factor);
  }
  if (chosen && !isOn(chosen)) throw invalid(`${chosen} can not be preferred without being enabled.`);
  const kept = before.preferred && isOn(before.preferred) && wishes[before.preferred]?.preferred !== false;
  const after = chosen ?? (kept ? before.preferred : undefined);
  return { enabled: allFactors.filter(isOn), ...(after && { preferred: after }) };
};
