import type { ExceptionName } from '#shared/errors/exception.ts';
import type { SecondFactor, User, UserStatus } from '../users/user.ts';
import { expiredText, leakedText, noFactorText, sameFactorText, unreachableText } from './refusal-texts.ts';
import type { Answered, ChallengeName, SignInFacts, SignInFlow } from './sign-in-facts.ts';

export type { Answered, ChallengeName, SignInFacts, SignInFlow, StillToProve } from './sign-in-facts.ts';

type TokenGeneration = 'Authentication' | 'NewPasswordChallenge' | 'AuthenticateDevice';

export type Step =
  | { readonly kind: 'challenge'; readonly name: ChallengeName }
  | { readonly kind: 'define' }
  | { readonly kind: 'refuse'; readonly exception: ExceptionName; readonly message: string }
  | { readonly kind: 'tokens'; readonly source: `TokenGeneration_${TokenGeneration}` };

/** Why a sign-in does not go on. */
export type Refusal = Extract<Step, { readonly kind: 'refuse' }>;

type Row = readonly [when: (facts: SignInFacts) => boolean, step: Step | ((facts: SignInFacts) => Step)];

const challenge = (name: ChallengeName): Step => ({ kind: 'challenge', name });
const refuse = (exception: ExceptionName, message: string): Refusal => ({ kind: 'refuse', exception, message });
const tokens = (source: TokenGeneration): Step => ({ kind: 'tokens', source: `TokenGeneration_${source}` });
const define: Step = { kind: 'define' };

const always = (): boolean => true;
// Until the pool's function ended the sign-in. What the risk then asks for is none of its business.
const custom = ({ flow, proved }: SignInFacts): boolean => flow === 'CUSTOM_AUTH' && !proved.includes('ISSUE_TOKENS');
const disabled = ({ enabled }: SignInFacts): boolean => !enabled;
const has =
  (status: UserStatus) =>
  (facts: SignInFacts): boolean =>
    facts.status === status;
const temporaryExpired = ({ status, temporaryPasswordExpired }: SignInFacts): boolean =>
  status === 'FORCE_CHANGE_PASSWORD' && temporaryPasswordExpired;
const wants =
  (name: ChallengeName) =>
  ({ wanted }: SignInFacts): boolean =>
    wanted === name;
const answered =
  (name: Answered) =>
  ({ proved }: SignInFacts): boolean =>
    proved.includes(name);
const both =
  (...tests: readonly ((facts: SignInFacts) => boolean)[]) =>
  (facts: SignInFacts): boolean =>
    tests.every((test) => test(facts));
const not =
  (test: (facts: SignInFacts) => boolean) =>
  (facts: SignInFacts): boolean =>
    !test(facts);

const onDevice = ({ device }: SignInFacts): boolean => device !== 'none';
const onTrustedDevice = ({ device }: Pick<SignInFacts, 'device'>): boolean => device === 'standsForSecondFactor';
const provedDevice = ({ proved }: Pick<SignInFacts, 'proved'>): boolean => proved.includes('DEVICE_PASSWORD_VERIFIER');

const ownPassword: readonly Answered[] = [
  'USER_PASSWORD_AUTH',
  'ADMIN_USER_PASSWORD_AUTH',
  'ADMIN_NO_SRP_AUTH',
  'PASSWORD',
  'PASSWORD_VERIFIER',
];

/** True once the user's own password is proved. */
export const hasPassword = ({ proved }: Pick<SignInFacts, 'proved'>): boolean =>
  proved.some((one) => ownPassword.includes(one));

const isLast = ({ proved }: Pick<SignInFacts, 'proved'>, ways: readonly Answered[]): boolean =>
  ways.some((one) => one === proved.at(-1));

/** True right after the user's own password was proved. */
export const justProvedPassword = (facts: Pick<SignInFacts, 'proved'>): boolean => isLast(facts, ownPassword);

const clearPassword: readonly Answered[] = ownPassword.filter((one) => one !== 'PASSWORD_VERIFIER');

/** True right after a password was given in the clear: the client has heard of no USER_ID_FOR_SRP yet. */
export const justGavePassword = (facts: Pick<SignInFacts, 'proved'>): boolean => isLast(facts, clearPassword);

const begun: readonly Answered[] = ['USER_SRP_AUTH', 'CUSTOM_AUTH', 'USER_AUTH', 'SELECT_CHALLENGE', 'PASSWORD_SRP'];

/** True once anything was proved. Before that, nothing is told about what the user has. */
export const hasFactor = ({ proved }: Pick<SignInFacts, 'proved'>): boolean =>
  proved.some((one) => !begun.includes(one));

/** True once two factors are proved, or one that the pool counts as two. */
export const hasSecondFactor = (facts: Pick<SignInFacts, 'proved' | 'passkeyIsTwoFactors' | 'device'>): boolean => {
  const { proved, passkeyIsTwoFactors } = facts;
  if (proved.some((one) => one === 'SMS_MFA' || one === 'SOFTWARE_TOKEN_MFA' || one === 'MFA_SETUP')) return true;
  // A code by e-mail is a second factor only after a password, or after all that the pool's own function asked for.
  if (proved.includes('EMAIL_OTP') && hasPassword(facts)) return true;
  if (proved.includes('ISSUE_TOKENS') && proved.lastIndexOf('EMAIL_OTP') > proved.indexOf('ISSUE_TOKENS')) return true;
  if (proved.includes('WEB_AUTHN') && passkeyIsTwoFactors) return true;
  return onTrustedDevice(facts) && provedDevice(facts);
};

// In a custom sign-in, the pool's own function decides what has to be proved.
const needsFactor = ({ flow, needsSecondFactor, riskNeedsFactor = false }: SignInFacts): boolean =>
  riskNeedsFactor || (needsSecondFactor && flow !== 'CUSTOM_AUTH');
const lacksSecondFactor = both(needsFactor, not(hasSecondFactor));
const hasFactors = ({ secondFactors }: SignInFacts): boolean => secondFactors.length > 0;
const mustChoose = ({ secondFactors, prefersFactor }: SignInFacts): boolean =>
  secondFactors.length > 1 && !prefersFactor;
const firstIs =
  (factor: SecondFactor) =>
  ({ secondFactors }: SignInFacts): boolean =>
    secondFactors[0] === factor;

/** What the state of a user is refused for. */
export const disabledRefusal = refuse('NotAuthorizedException', 'User is disabled.');
export const unconfirmedRefusal = refuse('UserNotConfirmedException', 'User is not confirmed.');
export const resetRefusal = refuse('PasswordResetRequiredException', 'Password reset required for the user');
export const expiredRefusal = refuse('NotAuthorizedException', expiredText);
export const noFactorRefusal = refuse('InvalidParameterException', noFactorText);

/** The refusal of a wrong password, and of an unknown user where the client must not know that. */
export const wrongPasswordRefusal = refuse('NotAuthorizedException', 'Incorrect username or password.');

/** The refusal of an unknown user where the client may know that. */
export const unknownUserRefusal = refuse('UserNotFoundException', 'User does not exist.');

/** The refusal while a name is locked out after wrong passwords or codes. */
export const lockedOutRefusal = refuse('NotAuthorizedException', 'Password attempts exceeded');

/** Who asks for a password, and whether the client may hear who exists. */
interface Asking {
  readonly flow: SignInFlow;
  readonly isPage: boolean;
  readonly hidesUsers: boolean;
}

/**
 * What a user hears before the password is looked at: that the sign-up is yet to be confirmed. Not where the client
 * hides who exists, nor on pages, which sign in whoever confirms after it: there, only the right password tells. And not
 * in a custom sign-in, where a code may still confirm the user.
 */
export const refusalBeforePassword = (
  user: Pick<User, 'status' | 'enabled'> | undefined,
  { flow, isPage, hidesUsers }: Asking,
): Refusal | undefined =>
  user?.status !== 'UNCONFIRMED' || !user.enabled || hidesUsers || isPage || flow === 'CUSTOM_AUTH'
    ? undefined
    : unconfirmedRefusal;

/** What a user hears whose password is wrong. Who was imported without one cannot give a right one, so is told what to do. */
export const refusalOfPassword = (
  { status }: Pick<User, 'status'>,
  { hasPassword: has, hidesUsers }: { readonly hasPassword: boolean; readonly hidesUsers: boolean },
): Refusal => (status === 'RESET_REQUIRED' && !has && !hidesUsers ? resetRefusal : wrongPasswordRefusal);

// Each list is read from the top: the first row that matches is the step.
const admitted: readonly Row[] = [
  [disabled, disabledRefusal],
  [has('UNCONFIRMED'), unconfirmedRefusal],
  [has('RESET_REQUIRED'), resetRefusal],
  [
    ({ riskRefusal }) => riskRefusal !== undefined,
    ({ riskRefusal = '' }) => refuse('NotAuthorizedException', riskRefusal),
  ],
];

// Users of a provider sign in there alone, so that the provider can lock them out.
const standing: readonly Row[] = [...admitted, [has('EXTERNAL_PROVIDER'), wrongPasswordRefusal]];

const end: readonly Row[] = [
  [({ stillToProve }) => stillToProve !== undefined, refuse('InvalidParameterException', unreachableText)],
  [both(onDevice, not(provedDevice)), challenge('DEVICE_SRP_AUTH')],
  [(facts) => isLast(facts, ['DEVICE_PASSWORD_VERIFIER']), tokens('AuthenticateDevice')],
  [answered('NEW_PASSWORD_REQUIRED'), tokens('NewPasswordChallenge')],
  [always, tokens('Authentication')],
];

const choice: readonly Row[] = [
  [wants('PASSWORD_VERIFIER'), challenge('PASSWORD_VERIFIER')],
  [wants('PASSWORD_SRP'), challenge('PASSWORD_SRP')],
  [wants('PASSWORD'), challenge('PASSWORD')],
  [wants('EMAIL_OTP'), challenge('EMAIL_OTP')],
  [wants('SMS_OTP'), challenge('SMS_OTP')],
  [wants('WEB_AUTHN'), challenge('WEB_AUTHN')],
  [always, challenge('SELECT_CHALLENGE')],
];

const lacksFirst = ({ stillToProve }: SignInFacts): boolean => stillToProve?.kind === 'first';
const lacksOnly =
  (name: ChallengeName) =>
  ({ stillToProve }: SignInFacts): boolean =>
    stillToProve?.kind === 'first' && stillToProve.challenges.length === 1 && stillToProve.challenges[0] === name;
const lacksSecond = ({ stillToProve }: SignInFacts): boolean =>
  stillToProve?.kind === 'second' && stillToProve.factors.length > 1 && !stillToProve.prefersFactor;
const lacksNext =
  (factor: SecondFactor) =>
  ({ stillToProve }: SignInFacts): boolean =>
    stillToProve?.kind === 'second' && stillToProve.factors[0] === factor;

// A device stands in for a second factor, but proves no level. So what the level takes is asked first.
const level: readonly Row[] = [
  [({ stillToProve }) => stillToProve?.kind === 'unreachable', refuse('InvalidParameterException', unreachableText)],
  [lacksSecond, challenge('SELECT_MFA_TYPE')],
  [lacksNext('SMS_MFA'), challenge('SMS_MFA')],
  [lacksNext('EMAIL_OTP'), challenge('EMAIL_OTP')],
  [lacksNext('SOFTWARE_TOKEN_MFA'), challenge('SOFTWARE_TOKEN_MFA')],
  [lacksOnly('EMAIL_OTP'), challenge('EMAIL_OTP')],
  [lacksOnly('SMS_OTP'), challenge('SMS_OTP')],
  [lacksOnly('WEB_AUTHN'), challenge('WEB_AUTHN')],
  ...choice.map(([when, step]): Row => [both(lacksFirst, when), step]),
];

const secondFactor: readonly Row[] = [
  ...level,
  [both(lacksSecondFactor, onTrustedDevice), challenge('DEVICE_SRP_AUTH')],
  [both(lacksSecondFactor, not(hasFactors), ({ canSetUp }) => canSetUp), challenge('MFA_SETUP')],
  [both(lacksSecondFactor, not(hasFactors)), noFactorRefusal],
  [both(lacksSecondFactor, mustChoose), challenge('SELECT_MFA_TYPE')],
  [both(lacksSecondFactor, firstIs('SMS_MFA')), challenge('SMS_MFA')],
  // The same mailbox twice is only one factor, however often it is asked. So a password has to come first.
  [
    both(lacksSecondFactor, firstIs('EMAIL_OTP'), answered('EMAIL_OTP')),
    refuse('NotAuthorizedException', sameFactorText),
  ],
  [both(lacksSecondFactor, firstIs('EMAIL_OTP')), challenge('EMAIL_OTP')],
  [both(lacksSecondFactor, firstIs('SOFTWARE_TOKEN_MFA')), challenge('SOFTWARE_TOKEN_MFA')],
  ...end,
];

// A temporary password is replaced by one of the user's own before the pool's function goes on.
const gaveTemporary = both(hasPassword, has('FORCE_CHANGE_PASSWORD'));

const firstFactor: readonly Row[] = [
  [({ passwordHasLeaked = false }) => passwordHasLeaked, refuse('PasswordResetRequiredException', leakedText)],
  [both(custom, not(gaveTemporary)), define],
  ...standing,
  [temporaryExpired, expiredRefusal],
  [has('FORCE_CHANGE_PASSWORD'), challenge('NEW_PASSWORD_REQUIRED')],
  ...secondFactor,
];

const laterFactor: readonly Row[] = [...standing, ...secondFactor];

const table: Readonly<Record<Answered, readonly Row[]>> = {
  USER_SRP_AUTH: [[always, challenge('PASSWORD_VERIFIER')]],
  USER_PASSWORD_AUTH: firstFactor,
  ADMIN_USER_PASSWORD_AUTH: firstFactor,
  CUSTOM_AUTH: [[always, define]],
  USER_AUTH: choice,
  // The provider asks for what it takes.
  FEDERATION: [...admitted, [always, tokens('Authentication')]],
  SELECT_CHALLENGE: choice,
  PASSWORD: firstFactor,
  PASSWORD_SRP: [[always, challenge('PASSWORD_VERIFIER')]],
  PASSWORD_VERIFIER: firstFactor,
  ADMIN_NO_SRP_AUTH: firstFactor,
  SMS_OTP: firstFactor,
  EMAIL_OTP: firstFactor,
  WEB_AUTHN: firstFactor,
  CUSTOM_CHALLENGE: [[always, define]],
  ISSUE_TOKENS: [...standing, ...secondFactor],
  NEW_PASSWORD_REQUIRED: [[custom, define], ...laterFactor],
  SELECT_MFA_TYPE: [
    [wants('SMS_MFA'), challenge('SMS_MFA')],
    [wants('EMAIL_OTP'), challenge('EMAIL_OTP')],
    [wants('SOFTWARE_TOKEN_MFA'), challenge('SOFTWARE_TOKEN_MFA')],
    ...laterFactor,
  ],
  MFA_SETUP: [[wants('EMAIL_OTP'), challenge('EMAIL_OTP')], [wants('SMS_MFA'), challenge('SMS_MFA')], ...laterFactor],
  SMS_MFA: [[custom, define], ...laterFactor],
  SOFTWARE_TOKEN_MFA: [[custom, define], ...laterFactor],
  DEVICE_SRP_AUTH: [[always, challenge('DEVICE_PASSWORD_VERIFIER')]],
  DEVICE_PASSWORD_VERIFIER: laterFactor,
};

/** The step after the last right answer. This is the whole state machine of sign-in, without side effects. */
export const nextStep = (facts: SignInFacts): Step => {
  const last = facts.proved.at(-1);
  const row = last && table[last].find(([when]) => when(facts));
  if (!row) throw new Error(`No step follows ${last}.`);
  const [, step] = row;
  return typeof step === 'function' ? step(facts) : step;
};
