import * as v from 'valibot';
import { type Finding, mendedBy, type SettingChange } from './finding.ts';

const Names = v.optional(v.array(v.string()), []);

/** The members of a pool that the checks read, from the answer of DescribeUserPool. */
export const PoolFacts = v.object({
  Id: v.string(),
  Name: v.string(),
  DeletionProtection: v.optional(v.string(), 'INACTIVE'),
  MfaConfiguration: v.optional(v.string(), 'OFF'),
  KeyConfiguration: v.optional(v.object({ KmsKeyArn: v.optional(v.string()) })),
  AliasAttributes: Names,
  UsernameAttributes: Names,
  AutoVerifiedAttributes: Names,
  UsernameConfiguration: v.optional(v.object({ CaseSensitive: v.boolean() }), { CaseSensitive: true }),
  LambdaConfig: v.optional(v.object({ PreSignUp: v.optional(v.string()) }), {}),
  AdminCreateUserConfig: v.optional(v.object({ AllowAdminCreateUserOnly: v.optional(v.boolean(), false) }), {}),
  AccountRecoverySetting: v.optional(
    v.object({ RecoveryMechanisms: v.optional(v.array(v.object({ Name: v.string(), Priority: v.number() })), []) }),
  ),
  UserAttributeUpdateSettings: v.optional(v.object({ AttributesRequireVerificationBeforeUpdate: Names }), {}),
  Policies: v.object({
    SignInPolicy: v.optional(v.object({ AllowedFirstAuthFactors: Names }), {}),
    PasswordPolicy: v.object({
      MinimumLength: v.number(),
      RequireUppercase: v.boolean(),
      RequireLowercase: v.boolean(),
      RequireNumbers: v.boolean(),
      RequireSymbols: v.boolean(),
      TemporaryPasswordValidityDays: v.optional(v.number(), 7),
    }),
  }),
});

/** `Strict` comes from the answer of GetUserPoolCompatibility. */
type Pool = v.InferOutput<typeof PoolFacts> & { readonly Strict: boolean };
type Found = Omit<Finding, 'subject'>;
type Check = (pool: Pool) => Found | undefined;

const setting = ({ Id }: Pool, ...changes: readonly SettingChange[]) => mendedBy(`set ${Id}`, ...changes);

const withAlternative = (mended: ReturnType<typeof setting>) => ({
  ...mended,
  mend: `${mended.mend}, or a PreSignUp trigger that says who may`,
});

const openSignUp: Check = (pool) =>
  pool.AdminCreateUserConfig.AllowAdminCreateUserOnly
    ? undefined
    : {
        check: 'open-sign-up',
        level: pool.LambdaConfig.PreSignUp ? 'note' : 'warning',
        what: 'Anybody may sign up.',
        why: 'Whoever knows the id of an app client, which is in every app, can make users in this pool, by script too.',
        ...withAlternative(setting(pool, ['AdminCreateUserConfig.AllowAdminCreateUserOnly', true])),
      };

const unprotected: Check = (pool) =>
  pool.DeletionProtection === 'ACTIVE'
    ? undefined
    : {
        check: 'deletable',
        level: 'warning',
        what: 'The pool is not protected from deletion.',
        why: 'One call of DeleteUserPool removes everybody in it.',
        ...setting(pool, ['DeletionProtection', 'ACTIVE']),
      };

const oneFactor: Check = (pool) =>
  pool.MfaConfiguration === 'OFF'
    ? {
        check: 'mfa-off',
        level: 'warning',
        what: 'Nobody can have a second factor.',
        why: 'A password that is known elsewhere is all that it takes to sign in.',
        mend: `aws cognito-idp set-user-pool-mfa-config --user-pool-id ${pool.Id} --mfa-configuration OPTIONAL --software-token-mfa-configuration Enabled=true`,
      }
    : undefined;

const weakPasswords: Check = (pool) => {
  const { MinimumLength, ...required } = pool.Policies.PasswordPolicy;
  const kinds = Object.values(required).filter((value) => value === true).length;
  const least = kinds >= 3 ? 8 : 12;
  return MinimumLength >= least
    ? undefined
    : {
        check: 'weak-passwords',
        level: 'warning',
        what: `Passwords of ${MinimumLength} characters with ${kinds} required kinds of them are taken.`,
        why: 'The shortest that a policy allows is what many people choose; such ones are guessed.',
        ...setting(pool, ['Policies.PasswordPolicy.MinimumLength', 12]),
      };
};

const longInvitations: Check = (pool) => {
  const days = pool.Policies.PasswordPolicy.TemporaryPasswordValidityDays;
  return days <= 7
    ? undefined
    : {
        check: 'long-invitations',
        level: 'warning',
        what: `Temporary passwords work for ${days} days.`,
        why: 'They lie in mailboxes, and whoever reads one first has the account.',
        ...setting(pool, ['Policies.PasswordPolicy.TemporaryPasswordValidityDays', 7]),
      };
};

const contactNames = (pool: Pool): string[] =>
  [...pool.AliasAttributes, ...pool.UsernameAttributes].filter((name) => name !== 'preferred_username');

const unverifiedNames: Check = (pool) => {
  const unverified = contactNames(pool).filter((name) => !pool.AutoVerifiedAttributes.includes(name));
  const verified = [...pool.AutoVerifiedAttributes, ...unverified];
  return unverified.length === 0
    ? undefined
    : {
        check: 'unverified-names',
        level: 'warning',
        what: `People sign in with ${unverified.join(' and ')}, which nothing verifies.`,
        why: 'Somebody can sign up with an address that is not theirs and keep its owner out, or receive what is meant for them.',
        ...setting(pool, ['AutoVerifiedAttributes', verified]),
      };
};

const lostAddresses: Check = (pool) => {
  const asked = pool.UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate;
  const names = contactNames(pool).filter(
    (name) => pool.AutoVerifiedAttributes.includes(name) && !asked.includes(name),
  );
  const kept = [...asked, ...names];
  return names.length === 0
    ? undefined
    : {
        check: 'lost-addresses',
        level: 'warning',
        what: `A new ${names.join(' or ')} replaces the old one before it is verified.`,
        why: 'Who mistypes it can neither sign in with it nor get a code to mend it.',
        ...setting(pool, ['UserAttributeUpdateSettings.AttributesRequireVerificationBeforeUpdate', kept]),
      };
};

const noRecovery: Check = (pool) => {
  const ways = pool.AccountRecoverySetting?.RecoveryMechanisms ?? [];
  return pool.AutoVerifiedAttributes.length > 0 || ways.some(({ Name }) => Name === 'admin_only')
    ? undefined
    : {
        check: 'no-recovery',
        level: 'note',
        what: 'No address is verified, so nobody who forgets their password can choose another one.',
        why: 'ForgotPassword sends codes to verified addresses only.',
        ...setting(pool, ['AutoVerifiedAttributes', ['email']]),
      };
};

const twinNames: Check = (pool) =>
  pool.UsernameConfiguration.CaseSensitive
    ? {
        check: 'case-sensitive',
        level: 'note',
        what: 'Ada and ada are two users.',
        why: 'People capitalize their names and addresses as their keyboards like, and then cannot sign in.',
        mend: `gatehouse-pools change plan ${pool.Id} --case-insensitive`,
      }
    : undefined;

const plantedAccounts: Check = (pool) => {
  const byCode = pool.Policies.SignInPolicy.AllowedFirstAuthFactors.filter((factor) => factor.endsWith('_OTP'));
  const isOpen = !pool.AdminCreateUserConfig.AllowAdminCreateUserOnly;
  return pool.Strict && isOpen && byCode.length > 0
    ? {
        check: 'planted-accounts',
        level: 'warning',
        what: `A first sign-in by ${byCode.join(' or ')} confirms whoever signed up, with the password of then.`,
        why: 'Somebody can sign up with an address of another and a password of their own, and gets in once its owner has signed in.',
        mend: `gatehouse-pools change strict ${pool.Id} off`,
      }
    : undefined;
};

const checks: readonly Check[] = [
  openSignUp,
  unprotected,
  oneFactor,
  weakPasswords,
  longInvitations,
  unverifiedNames,
  lostAddresses,
  noRecovery,
  twinNames,
  plantedAccounts,
];

/** The sign-in settings of a pool that the checks read, from the answer of GetUserPoolSignInSettings. */
export const SignInFacts = v.object({
  PasswordChange: v.optional(v.object({ EndsSessions: v.boolean() }), { EndsSessions: false }),
});

const keptSessions = ({ PasswordChange }: v.InferOutput<typeof SignInFacts>): Found | undefined =>
  PasswordChange.EndsSessions
    ? undefined
    : {
        check: 'kept-sessions',
        level: 'warning',
        what: 'Sessions outlive a change of the password.',
        why: 'Who changes it because somebody else knows it does not get that one out.',
        mend: 'Gatehouse.SetUserPoolSignInSettings with "PasswordChange": { "EndsSessions": true }, beside what else is set: docs/sign-in.md',
      };

/** The findings about a pool. */
export const checkPool = (pool: Pool, signIn: v.InferOutput<typeof SignInFacts>): Finding[] =>
  [...checks.map((check) => check(pool)), keptSessions(signIn)].flatMap((found) =>
    found ? [{ subject: pool.Id, ...found }] : [],
  );
