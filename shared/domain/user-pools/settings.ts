import { CognitoException } from '#shared/errors/exception.ts';
import type { MessageBranding } from '../messages/message-branding.ts';
import type { User } from '../users/user.ts';
import type { PoolSignIn, SessionTracking, UserPool } from './user-pool.ts';

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

/** True where the pool's access tokens say that they are ones (`typ`), and name an audience: RFC 9068. */
export const followsRfc9068 = ({ tokens }: Pick<UserPool, 'tokens'>): boolean =>
  tokens?.accessTokenFormat === 'RFC9068';

/** Throws InvalidParameterException where a lockout would be forgotten before it ends. */
export const assertSignInSettings = (signIn: PoolSignIn): void => {
  const { longestMs, quietMs } = lockoutOf({ signIn });
  if (quietMs >= longestMs) return;
  throw new CognitoException('InvalidParameterException', 'Lockout.QuietSeconds must not be below LongestSeconds.');
};

const byDefault: SessionTracking = { enabled: false, maxPerUser: 20 };

/** Whether the pool tracks sessions, and how many a user may have at once. */
export const sessionTracking = ({ sessionTracking: given }: UserPool): SessionTracking => given ?? byDefault;

export type ProtectionMode = 'OFF' | 'AUDIT' | 'ENFORCED';

/** What threat protection does in sign-ins of that flow: custom ones have a mode of their own. */
export const protectionMode = ({ settings }: Pick<UserPool, 'settings'>, flow?: string): ProtectionMode => {
  const { AdvancedSecurityMode: standard, AdvancedSecurityAdditionalFlows: others } = settings.UserPoolAddOns ?? {};
  return (flow === 'CUSTOM_AUTH' ? others?.CustomAuthMode : standard) ?? 'OFF';
};

export interface PasswordPolicy {
  readonly minimumLength: number;
  readonly requireUppercase: boolean;
  readonly requireLowercase: boolean;
  readonly requireNumbers: boolean;
  readonly requireSymbols: boolean;
  /** How many former passwords may not be used again. */
  readonly historySize: number;
  readonly temporaryPasswordValidityDays: number;
}

/** The pool's password policy. A pool without one asks for eight characters of all four classes. */
export const passwordPolicy = (pool: UserPool): PasswordPolicy => {
  const given = pool.settings.Policies?.PasswordPolicy;
  const unstated = given === undefined;
  return {
    minimumLength: given?.MinimumLength ?? 8,
    requireUppercase: given?.RequireUppercase ?? unstated,
    requireLowercase: given?.RequireLowercase ?? unstated,
    requireNumbers: given?.RequireNumbers ?? unstated,
    requireSymbols: given?.RequireSymbols ?? unstated,
    historySize: given?.PasswordHistorySize ?? 0,
    temporaryPasswordValidityDays:
      given?.TemporaryPasswordValidityDays || pool.settings.AdminCreateUserConfig?.UnusedAccountValidityDays || 7,
  };
};

const passwordSymbols = /[\^$*.[\]{}()?"!@#%&/\\,><':;|_~`=+\- ]/;

const passwordRules: readonly (readonly [
  broken: (password: string, policy: PasswordPolicy) => boolean,
  reason: string,
])[] = [
  [(password, { minimumLength }) => password.length < minimumLength, 'Password not long enough'],
  [
    (password, { requireUppercase }) => requireUppercase && !/[A-Z]/.test(password),
    'Password must have uppercase characters',
  ],
  [
    (password, { requireLowercase }) => requireLowercase && !/[a-z]/.test(password),
    'Password must have lowercase characters',
  ],
  [
    (password, { requireNumbers }) => requireNumbers && !/[0-9]/.test(password),
    'Password must have numeric characters',
  ],
  [
    (password, { requireSymbols }) => requireSymbols && !passwordSymbols.test(password),
    'Password must have symbol characters',
  ],
];

/** Throws InvalidPasswordException, which tells the first rule of the policy that the password breaks. */
export const assertPolicy = (password: string, policy: PasswordPolicy): void => {
  const broken = passwordRules.find(([isBroken]) => isBroken(password, policy));
  if (broken)
    throw new CognitoException('InvalidPasswordException', `Password did not conform with policy: ${broken[1]}`);
};

/** True where case matters in names, which is the default. */
export const isCaseSensitive = (pool: UserPool): boolean => pool.settings.UsernameConfiguration?.CaseSensitive ?? true;

export type ContactAttribute = 'email' | 'phone_number';
export type AliasAttribute = ContactAttribute | 'preferred_username';

/** Attributes that users sign up and sign in with instead of a username; none in a pool of usernames. */
export const usernameAttributes = (pool: UserPool): readonly ContactAttribute[] =>
  pool.settings.UsernameAttributes ?? [];

/** Attributes by which users are found, in addition to the username. */
export const aliasAttributes = (pool: UserPool): readonly AliasAttribute[] => pool.settings.AliasAttributes ?? [];

/** Attributes for which a verification code is sent when they are set. */
export const autoVerifiedAttributes = (pool: UserPool): readonly ContactAttribute[] =>
  pool.settings.AutoVerifiedAttributes ?? [];

/** True where a new value of the attribute counts only after its code was given. */
export const waitsForVerification = (pool: UserPool, attribute: ContactAttribute): boolean =>
  (pool.settings.UserAttributeUpdateSettings?.AttributesRequireVerificationBeforeUpdate ?? []).includes(attribute);

export type RecoveryMechanism = 'verified_email' | 'verified_phone_number' | 'admin_only';

/** Ways to recover an account, first choice first. By default phone, then email. */
export const recoveryOrder = (pool: UserPool): readonly RecoveryMechanism[] => {
  const given = pool.settings.AccountRecoverySetting?.RecoveryMechanisms;
  if (!given?.length) return ['verified_phone_number', 'verified_email'];
  return [...given]
    .sort((a, b) => (a.Priority ?? 0) - (b.Priority ?? 0))
    .flatMap(({ Name }) => (Name === undefined ? [] : [Name]));
};

/** False where only administrators can give a user another password. */
export const canRecover = (pool: UserPool): boolean => recoveryOrder(pool).some((way) => way !== 'admin_only');

/** The pool's own words of a message, as the API sets them. */
export interface OwnWords {
  readonly smsMessage?: string | undefined;
  readonly emailMessage?: string | undefined;
  readonly emailSubject?: string | undefined;
}

/** What a message is for, as far as the API has words for it. */
export type MessagePurpose = 'invitation' | 'authentication' | 'verification' | 'link';

/** The words that the pool has for messages of that purpose. What it has none for is undefined. */
export const ownWords = ({ settings, mfa }: UserPool, purpose: MessagePurpose): OwnWords => {
  if (purpose === 'authentication') {
    const { message, subject } = mfa?.email ?? {};
    return { smsMessage: settings.SmsAuthenticationMessage, emailMessage: message, emailSubject: subject };
  }
  if (purpose === 'invitation') {
    const given = settings.AdminCreateUserConfig?.InviteMessageTemplate;
    return { smsMessage: given?.SMSMessage, emailMessage: given?.EmailMessage, emailSubject: given?.EmailSubject };
  }
  const given = settings.VerificationMessageTemplate;
  if (purpose === 'link') return { emailMessage: given?.EmailMessageByLink, emailSubject: given?.EmailSubjectByLink };
  return {
    smsMessage: given?.SmsMessage ?? settings.SmsVerificationMessage,
    emailMessage: given?.EmailMessage ?? settings.EmailVerificationMessage,
    emailSubject: given?.EmailSubject ?? settings.EmailVerificationSubject,
  };
};

/** True where users of the pool confirm a sign-up by a link that they get by e-mail. */
export const confirmsByLink = ({ settings }: Pick<UserPool, 'settings'>): boolean =>
  settings.VerificationMessageTemplate?.DefaultEmailOption === 'CONFIRM_WITH_LINK';

interface OfSignUp {
  readonly pool: UserPool;
  readonly source: string;
  readonly attribute: string;
}

/** True for the e-mail of a sign-up in pools that confirm by link. Codes for other ends are typed in. */
export const hasLink = ({ pool, source, attribute }: OfSignUp): boolean =>
  attribute === 'email' &&
  (source === 'CustomMessage_SignUp' || source === 'CustomMessage_ResendCode') &&
  confirmsByLink(pool);

type Branded = Pick<UserPool, 'messageBranding' | 'messageBrandingOf'>;

/** How messages of the app client look; those that no client asked for look like those of the pool. */
export const messageBrandingOf = (
  { messageBranding = {}, messageBrandingOf: ofClients = {} }: Branded,
  clientId: string | undefined,
): MessageBranding => {
  const own = clientId !== undefined && Object.hasOwn(ofClients, clientId) ? ofClients[clientId] : undefined;
  return { ...messageBranding, ...own };
};
