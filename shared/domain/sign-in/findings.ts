/** What there is to say about the next sign-in of a user: a stable code, words, and the operation that mends it. */

/** Whether it refuses the sign-in now, would refuse it once the findings before it are mended, asks for something, or only tells. */
export type Severity = 'BLOCKS' | 'BLOCKS_LATER' | 'ASKS' | 'NOTE';

/** The operation that mends each, where one does. */
const mends = {
  // These refuse.
  CLIENT_NOT_FOUND: 'CreateUserPoolClient',
  NO_FLOW_ALLOWED: 'UpdateUserPoolClient',
  USER_NOT_FOUND: 'AdminCreateUser',
  PASSWORD_LOCKED_OUT: 'ForgotPassword',
  CODES_LOCKED_OUT: undefined,
  USER_DISABLED: 'AdminEnableUser',
  USER_NOT_CONFIRMED: 'AdminConfirmSignUp',
  PASSWORD_RESET_REQUIRED: 'AdminSetUserPassword',
  EXTERNAL_PROVIDER_ONLY: 'AdminLinkProviderForUser',
  PASSWORD_TAKEN_AWAY: 'AdminSetUserPassword',
  NO_PASSWORD: 'AdminSetUserPassword',
  MIGRATION_NOT_POSSIBLE: 'AdminSetUserPassword',
  SRP_NOT_POSSIBLE_YET: 'AdminSetUserPassword',
  TEMPORARY_PASSWORD_EXPIRED: 'AdminSetUserPassword',
  NO_SECOND_FACTOR: 'SetUserPoolMfaConfig',
  MESSAGES_USED_UP: undefined,
  LAST_SIGN_IN_REFUSED_FOR_RISK: 'AdminUpdateAuthEventFeedback',
  // These ask.
  NEW_PASSWORD_ASKED: 'AdminSetUserPassword',
  ATTRIBUTES_ASKED: 'AdminUpdateUserAttributes',
  SECOND_FACTOR_ASKED: 'AdminSetUserMFAPreference',
  SECOND_FACTOR_CHOSEN: 'AdminSetUserMFAPreference',
  SECOND_FACTOR_SET_UP: 'SetUserPoolMfaConfig',
  // These only tell.
  ALIAS_NOT_VERIFIED: 'AdminUpdateUserAttributes',
  ALIAS_OF_ANOTHER_USER: 'AdminUpdateUserAttributes',
  NAME_IS_NO_ALIAS: 'UpdateUserPool',
  USER_EXISTENCE_HIDDEN: undefined,
  MIGRATION_ASKED: undefined,
  SECOND_FACTOR_NOT_OFFERED: 'SetUserPoolMfaConfig',
  SECOND_FACTOR_HAS_NO_ADDRESS: 'AdminUpdateUserAttributes',
  SMS_NOT_CONFIGURED: 'UpdateUserPool',
  CODE_NEEDS_VERIFIED_ADDRESS: 'AdminUpdateUserAttributes',
  CODE_GOES_TO_UNVERIFIED_ADDRESS: 'AdminUpdateUserAttributes',
  PASSKEYS_NOT_ALLOWED: 'UpdateUserPool',
  PASSKEYS_OF_ANOTHER_DOMAIN: 'SetUserPoolMfaConfig',
  PASSKEY_IS_ONE_FACTOR: 'SetUserPoolMfaConfig',
  DEVICE_SKIPS_SECOND_FACTOR: 'AdminForgetDevice',
  PROVIDERS_LINKED: 'AdminDisableProviderForUser',
  PASSWORD_COMPARED_WITH_LISTS: 'SetUserPoolPasswordBlocklist',
  RISK_MAY_REFUSE: 'SetRiskConfiguration',
  SESSIONS_ENDED: undefined,
  TRIGGERS_RUN: 'UpdateUserPool',
} as const satisfies Readonly<Record<string, string | undefined>>;

export type FindingCode = keyof typeof mends;

/** All codes, in the order in which findings are told. */
const findingCodes: readonly FindingCode[] = Object.keys(mends).filter((code): code is FindingCode =>
  Object.hasOwn(mends, code),
);

export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  readonly message: string;
  /** The operation that mends it. */
  readonly operation?: string;
  /** The flows that it concerns, where not all. */
  readonly flows?: readonly string[];
}

/** A finding, with the operation that mends it. */
export const toFinding = (
  code: FindingCode,
  severity: Severity,
  message: string,
  flows?: readonly string[],
): Finding => {
  const operation = mends[code];
  return { code, severity, message, ...(operation && { operation }), ...(flows && { flows }) };
};

/** The findings by severity, and within one in the order of codes. */
export const inOrder = (findings: readonly Finding[]): readonly Finding[] => {
  const severities: readonly Severity[] = ['BLOCKS', 'BLOCKS_LATER', 'ASKS', 'NOTE'];
  const place = ({ code, severity }: Finding): number =>
    severities.indexOf(severity) * findingCodes.length + findingCodes.indexOf(code);
  return [...findings].sort((a, b) => place(a) - place(b));
};
