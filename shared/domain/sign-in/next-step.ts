import type { ExceptionName } from '#shared/errors/exception.ts';
import type { UserStatus } from '../users/user.ts';

/** What was just answered rightly: a flow that was begun with all it takes, or a challenge. */
export type Answered =
  | 'USER_SRP_AUTH'
  | 'USER_PASSWORD_AUTH'
  | 'ADMIN_USER_PASSWORD_AUTH'
  | 'PASSWORD_VERIFIER'
  | 'NEW_PASSWORD_REQUIRED';

export type ChallengeName = 'PASSWORD_VERIFIER' | 'NEW_PASSWORD_REQUIRED';

/** What is known of the user when a step is chosen. */
export interface SignInFacts {
  readonly enabled: boolean;
  readonly status: UserStatus;
  /** True for a temporary password whose time is up. */
  readonly temporaryPasswordExpired: boolean;
}

export type Step =
  | { readonly kind: 'challenge'; readonly name: ChallengeName }
  | { readonly kind: 'refuse'; readonly exception: ExceptionName; readonly message: string }
  | {
      readonly kind: 'tokens';
      readonly source: 'TokenGeneration_Authentication' | 'TokenGeneration_NewPasswordChallenge';
    };

type Row = readonly [when: (facts: SignInFacts) => boolean, step: Step];

const challenge = (name: ChallengeName): Step => ({ kind: 'challenge', name });
const refuse = (exception: ExceptionName, message: string): Step => ({ kind: 'refuse', exception, message });
const tokens = (source: Extract<Step, { kind: 'tokens' }>['source']): Step => ({ kind: 'tokens', source });

const always = (): boolean => true;
const disabled = ({ enabled }: SignInFacts): boolean => !enabled;
const has =
  (status: UserStatus) =>
  (facts: SignInFacts): boolean =>
    facts.status === status;
const temporaryExpired = ({ status, temporaryPasswordExpired }: SignInFacts): boolean =>
  status === 'FORCE_CHANGE_PASSWORD' && temporaryPasswordExpired;

const expiredText = 'Temporary password has expired and must be reset by an administrator.';

// Read from the top: the first row that fits is the step.
const provenPassword: readonly Row[] = [
  [disabled, refuse('NotAuthorizedException', 'User is disabled.')],
  [has('UNCONFIRMED'), refuse('UserNotConfirmedException', 'User is not confirmed.')],
  [has('RESET_REQUIRED'), refuse('PasswordResetRequiredException', 'Password reset required for the user')],
  [temporaryExpired, refuse('NotAuthorizedException', expiredText)],
  [has('FORCE_CHANGE_PASSWORD'), challenge('NEW_PASSWORD_REQUIRED')],
  [always, tokens('TokenGeneration_Authentication')],
];

const newPassword: readonly Row[] = [
  [disabled, refuse('NotAuthorizedException', 'User is disabled.')],
  [always, tokens('TokenGeneration_NewPasswordChallenge')],
];

const table: Readonly<Record<Answered, readonly Row[]>> = {
  USER_SRP_AUTH: [[always, challenge('PASSWORD_VERIFIER')]],
  USER_PASSWORD_AUTH: provenPassword,
  ADMIN_USER_PASSWORD_AUTH: provenPassword,
  PASSWORD_VERIFIER: provenPassword,
  NEW_PASSWORD_REQUIRED: newPassword,
};

/** The step that follows an answer: the whole state machine of sign-in, without doing anything. */
export const nextStep = (answered: Answered, facts: SignInFacts): Step => {
  const row = table[answered].find(([when]) => when(facts));
  if (!row) throw new Error(`No step follows ${answered}.`);
  return row[1];
};
