/** The kinds of messages that can have words of their own. Those of codes are named like the sources of CustomMessage. */
export const messageKinds = [
  'SignUp',
  'ResendCode',
  'ConfirmationLink',
  'ForgotPassword',
  'UpdateUserAttribute',
  'VerifyUserAttribute',
  'Authentication',
  'AdminCreateUser',
  'RiskNoAction',
  'RiskMfa',
  'RiskBlock',
] as const;

export type MessageKind = (typeof messageKinds)[number];

/** The kinds that carry a code, a link or a temporary password. */
export type CodeKindOfMessage = Exclude<MessageKind, RiskKind>;

/** The kinds that tell of a risky sign-in: by e-mail alone. */
export type RiskKind = 'RiskNoAction' | 'RiskMfa' | 'RiskBlock';

export const isRiskKind = (kind: MessageKind): kind is RiskKind => kind.startsWith('Risk');

/** True for the kinds with a code that is typed in. */
export const hasCode = (kind: CodeKindOfMessage): boolean => kind !== 'ConfirmationLink' && kind !== 'AdminCreateUser';
