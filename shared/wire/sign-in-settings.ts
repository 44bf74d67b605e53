import * as v from 'valibot';
import { codeSettings, endsSessions, lockoutOf } from '#shared/domain/user-pools/settings.ts';
import type { PoolSignIn, UserPool } from '#shared/domain/user-pools/user-pool.ts';
import { integer } from './shapes.ts';

const Length = v.optional(integer({ min: 6, max: 10 }));

const codes = (longest: number) =>
  v.optional(v.object({ Length, Seconds: v.optional(integer({ min: 60, max: longest })) }));

const VerificationCodesType = codes(604_800);
const RecoveryCodesType = codes(86_400);
const AuthenticationCodesType = codes(900);

export const SignInCodesType = v.object({
  Verification: VerificationCodesType,
  Recovery: RecoveryCodesType,
  Authentication: AuthenticationCodesType,
});
export const SignInLockoutType = v.object({
  Failures: v.optional(integer({ min: 2, max: 20 })),
  LongestSeconds: v.optional(integer({ min: 60, max: 86_400 })),
  QuietSeconds: v.optional(integer({ min: 60, max: 86_400 })),
});
export const SignInPasswordChangeType = v.object({ EndsSessions: v.optional(v.boolean()) });

type Codes = v.InferOutput<typeof VerificationCodesType>;

const toCodes = (given: Codes) => ({
  ...(given?.Length !== undefined && { length: given.Length }),
  ...(given?.Seconds !== undefined && { seconds: given.Seconds }),
});

/** A pool's settings, as a request gives them. What it leaves out gets the API's value. */
export const fromSignInSettings = (given: {
  readonly Codes?: v.InferOutput<typeof SignInCodesType> | undefined;
  readonly Lockout?: v.InferOutput<typeof SignInLockoutType> | undefined;
  readonly PasswordChange?: v.InferOutput<typeof SignInPasswordChangeType> | undefined;
}): PoolSignIn => ({
  codes: {
    verification: toCodes(given.Codes?.Verification),
    recovery: toCodes(given.Codes?.Recovery),
    authentication: toCodes(given.Codes?.Authentication),
  },
  lockout: {
    ...(given.Lockout?.Failures !== undefined && { failures: given.Lockout.Failures }),
    ...(given.Lockout?.LongestSeconds !== undefined && { longestSeconds: given.Lockout.LongestSeconds }),
    ...(given.Lockout?.QuietSeconds !== undefined && { quietSeconds: given.Lockout.QuietSeconds }),
  },
  ...(given.PasswordChange?.EndsSessions && { passwordChange: { endsSessions: true } }),
});

const toWireCodes = (pool: UserPool, kind: Parameters<typeof codeSettings>[1]) => {
  const { length, lifetimeMs } = codeSettings(pool, kind);
  return { ...(length !== undefined && { Length: length }), Seconds: lifetimeMs / 1000 };
};

/** A pool's settings, with defaults filled in. `Length` is left out where it depends on the challenge. */
export const toSignInSettings = (pool: UserPool) => {
  const { failures, longestMs, quietMs } = lockoutOf(pool);
  return {
    UserPoolId: pool.id,
    Codes: {
      Verification: toWireCodes(pool, 'verification'),
      Recovery: toWireCodes(pool, 'recovery'),
      Authentication: toWireCodes(pool, 'authentication'),
    },
    Lockout: { Failures: failures, LongestSeconds: longestMs / 1000, QuietSeconds: quietMs / 1000 },
    PasswordChange: { EndsSessions: endsSessions(pool) },
  };
};
