import type { AuthEvent } from '../risk/auth-event.ts';
import { mfaMode, passkeyIsTwoFactors, poolFirstFactors, poolSecondFactors } from '../user-pools/factors.ts';
import { isVerified } from '../users/attributes.ts';
import type { SecondFactor } from '../users/user.ts';
import { mayProveFirst, secondFactorsOf } from './factors.ts';
import { type Finding, toFinding } from './findings.ts';
import { type Account, proofsOfAccount, type Stage } from './rehearsal.ts';

/** What is known of a user beside what a rehearsal needs. */
export interface Circumstances {
  /** Names of attributes that the pool requires and the user lacks. */
  readonly missing: readonly string[];
  /** How many passkeys there are that no browser offers here. */
  readonly strayPasskeys: number;
  readonly devicesSkipping: number;
  /** The newest first; none in pools without threat protection. */
  readonly events: readonly AuthEvent[];
  /** Messages sent to the user in this hour have reached the limit. */
  readonly messagesUsedUp: boolean;
  readonly comparesPasswords: boolean;
  readonly riskEnforced: boolean;
}

/** A time as text, from epoch milliseconds. */
export const day = (at: number): string => new Date(at).toISOString();

/** The providers through which the user can sign in. */
export const providersOf = ({ user }: Account): string =>
  (user.identities ?? []).map(({ providerName }) => providerName).join(', ');

/** Second factors in words. */
export const factorNames: Readonly<Record<SecondFactor, string>> = {
  SMS_MFA: 'a code by SMS',
  EMAIL_OTP: 'a code by e-mail',
  SOFTWARE_TOKEN_MFA: 'a code of an authenticator app',
};

/** Second factors in words, one after the other. */
export const named = (factors: readonly SecondFactor[]): string => factors.map((one) => factorNames[one]).join(', ');

const addressOf = { SMS_MFA: 'phone_number', EMAIL_OTP: 'email' } as const;

const factorNotes = ({ pool }: Stage, { user }: Account): readonly Finding[] => {
  const offered = poolSecondFactors(pool);
  const wished = user.mfa?.enabled ?? [];
  const lost = wished.filter((one) => !offered.includes(one));
  const contact = (['SMS_MFA', 'EMAIL_OTP'] as const).filter((one) => wished.includes(one) && offered.includes(one));
  return [
    ...(lost.length > 0
      ? [
          toFinding(
            'SECOND_FACTOR_NOT_OFFERED',
            'NOTE',
            `The user has switched on ${named(lost)}, which the pool does not offer: it is not asked.`,
          ),
        ]
      : []),
    ...(wished.includes('SMS_MFA') && !pool.settings.SmsConfiguration
      ? [toFinding('SMS_NOT_CONFIGURED', 'NOTE', 'The pool sends no SMS: it has no SmsConfiguration.')]
      : []),
    ...contact.flatMap((factor) => {
      const attribute = addressOf[factor];
      if (user.attributes[attribute] === undefined) {
        return [
          toFinding(
            'SECOND_FACTOR_HAS_NO_ADDRESS',
            'NOTE',
            `The user has switched on ${factorNames[factor]}, but has no ${attribute}: it is not asked.`,
          ),
        ];
      }
      return isVerified(user.attributes, attribute)
        ? []
        : [
            toFinding(
              'CODE_GOES_TO_UNVERIFIED_ADDRESS',
              'NOTE',
              `The code goes to the ${attribute}, which nobody has verified.`,
            ),
          ];
    }),
  ];
};

const firstNotes = ({ pool }: Stage, account: Account, { strayPasskeys }: Circumstances): readonly Finding[] => {
  const first = poolFirstFactors(pool);
  const proofs = proofsOfAccount(account);
  const { needed } = secondFactorsOf(pool, proofs);
  const unproved = (['EMAIL_OTP', 'SMS_OTP'] as const).filter((factor) => {
    const attribute = factor === 'EMAIL_OTP' ? 'email' : 'phone_number';
    return (
      first.includes(factor) &&
      proofs.user.attributes[attribute] !== undefined &&
      !mayProveFirst(pool, proofs, attribute)
    );
  });
  const allows = first.includes('WEB_AUTHN');
  return [
    ...unproved.map((factor) =>
      toFinding(
        'CODE_NEEDS_VERIFIED_ADDRESS',
        'NOTE',
        `${factor} is not offered as first factor: nobody has verified the address, and the account can be opened in another way.`,
      ),
    ),
    ...(proofs.hasPasskey && !allows
      ? [
          toFinding(
            'PASSKEYS_NOT_ALLOWED',
            'NOTE',
            'The user has a passkey, but WEB_AUTHN is not among the AllowedFirstAuthFactors of the pool.',
          ),
        ]
      : []),
    ...(strayPasskeys > 0
      ? [
          toFinding(
            'PASSKEYS_OF_ANOTHER_DOMAIN',
            'NOTE',
            `${strayPasskeys} of the user's passkeys were made for another domain: no browser offers them here.`,
          ),
        ]
      : []),
    ...(proofs.hasPasskey && allows && needed && !passkeyIsTwoFactors(pool)
      ? [
          toFinding(
            'PASSKEY_IS_ONE_FACTOR',
            'NOTE',
            'A second factor is asked of the user, and a passkey counts as one: it is not offered.',
          ),
        ]
      : []),
  ];
};

const riskNotes = ({ events, riskEnforced }: Circumstances): readonly Finding[] => {
  const last = events.find(({ type }) => type === 'SignIn');
  const isRefused = riskEnforced && last?.response === 'Fail' && last.risk.decision === 'Block';
  const why = last && last.risk.reasons.length > 0 ? `: ${last.risk.reasons.join('; ')}` : '';
  const from = last?.context.ipAddress === undefined ? '' : `, from ${last.context.ipAddress}`;
  return [
    ...(isRefused
      ? [
          toFinding(
            'LAST_SIGN_IN_REFUSED_FOR_RISK',
            'NOTE',
            `Threat protection refused the last sign-in, at ${day(last.createdAt)}${from}${why}. A sign-in from there may be refused again.`,
          ),
        ]
      : []),
    ...(riskEnforced && !isRefused
      ? [
          toFinding(
            'RISK_MAY_REFUSE',
            'NOTE',
            'Threat protection is on, and may refuse a sign-in or ask more of it for where it comes from.',
          ),
        ]
      : []),
  ];
};

/** What is worth knowing of the user beside what refuses a sign-in, or is asked in it. */
export const notesOf = (stage: Stage, account: Account, circumstances: Circumstances): readonly Finding[] => {
  const { user } = account;
  const { devicesSkipping, messagesUsedUp, comparesPasswords } = circumstances;
  return [
    ...factorNotes(stage, account),
    ...firstNotes(stage, account, circumstances),
    ...riskNotes(circumstances),
    ...(user.awaitsMigration && stage.triggers.includes('UserMigration')
      ? [
          toFinding(
            'MIGRATION_ASKED',
            'NOTE',
            'The password is only known to a former pool: UserMigration is asked for it.',
          ),
        ]
      : []),
    ...(messagesUsedUp
      ? [
          toFinding(
            'MESSAGES_USED_UP',
            'NOTE',
            'As many messages as there may be in an hour went to the user: until the next full hour, no code is sent.',
          ),
        ]
      : []),
    ...(devicesSkipping > 0 && mfaMode(stage.pool) !== 'OFF'
      ? [
          toFinding(
            'DEVICE_SKIPS_SECOND_FACTOR',
            'NOTE',
            `${devicesSkipping} remembered devices take the place of the second factor.`,
          ),
        ]
      : []),
    ...((user.identities ?? []).length > 0
      ? [
          toFinding(
            'PROVIDERS_LINKED',
            'NOTE',
            `The user can sign in through ${providersOf(account)}, whatever stands here of passwords.`,
          ),
        ]
      : []),
    ...(comparesPasswords
      ? [
          toFinding(
            'PASSWORD_COMPARED_WITH_LISTS',
            'NOTE',
            'A right password may be refused because it is known elsewhere. Only a sign-in tells.',
          ),
        ]
      : []),
    ...(user.signOuts > 0
      ? [
          toFinding(
            'SESSIONS_ENDED',
            'NOTE',
            'Sign-ins of the user were ended as a whole before: refresh tokens from before that are revoked.',
          ),
        ]
      : []),
  ];
};
