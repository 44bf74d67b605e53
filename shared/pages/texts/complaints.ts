/** What pages tell of exceptions: in the language of the page, with what to do next. */
import type { CognitoException, ExceptionName } from '#shared/errors/exception.ts';
import type { PlainKey } from './catalogue.ts';
import type { Texts } from './texts.ts';

/** One thing that is wrong. */
export interface Complaint {
  readonly text: string;
  /** What it is about: `username`, `password`, `code`, or an attribute. Undefined where it is about no field. */
  readonly field: string | undefined;
}

type Told = readonly [key: PlainKey, field?: string | undefined];

const byName: Readonly<Partial<Record<ExceptionName, Told>>> = {
  CodeDeliveryFailureException: ['error.notDelivered'],
  CodeMismatchException: ['error.wrongCode', 'code'],
  EnableSoftwareTokenMFAException: ['error.wrongCode', 'code'],
  ExpiredCodeException: ['error.expiredCode', 'code'],
  InvalidPasswordException: ['error.password', 'password'],
  LimitExceededException: ['error.tooManyAttempts'],
  NotAuthorizedException: ['error.credentials'],
  PasswordHistoryPolicyViolationException: ['error.passwordUsedBefore', 'password'],
  PasswordResetRequiredException: ['error.resetRequired'],
  TooManyFailedAttemptsException: ['error.tooManyAttempts'],
  TooManyRequestsException: ['error.tooManyAttempts'],
  UserNotConfirmedException: ['error.notConfirmed'],
  UserNotFoundException: ['error.noUser', 'username'],
  UsernameExistsException: ['error.usernameTaken', 'username'],
  WebAuthnChallengeNotFoundException: ['error.signInExpired'],
  WebAuthnCredentialNotSupportedException: ['error.passkey'],
  WebAuthnOriginNotAllowedException: ['error.passkey'],
  WebAuthnRelyingPartyMismatchException: ['error.passkey'],
};

// Where the words of the API say more than the name of the exception.
const byMessage: readonly (readonly [message: RegExp, ...Told])[] = [
  [/^User is disabled/, 'error.disabled'],
  [/^Password attempts exceeded/, 'error.tooManyAttempts'],
  [/^Invalid session /, 'error.signInExpired'],
  [/^Temporary password has expired/, 'error.temporaryExpired'],
  [/^(?:Contact administrator to|Cannot|User password cannot be) reset/, 'error.resetByAdministrator'],
  [/^The app asks for another user/, 'error.otherUser'],
  [/^The app asks for a stronger sign-in/, 'error.tooWeak'],
  [/^(?:The user cannot reach the requested|This sign-in cannot be continued)/, 'error.notOnPages'],
  [/^SignUp is not permitted/, 'error.noSignUp'],
  [/^User (?:is already confirmed|cannot be confirmed)/, 'error.alreadyConfirmed'],
  [/^(?:Cannot resend codes|User has no attribute that a code)/, 'error.cannotResend'],
  [/^Selected (?:challenge|MFA type) is not available/, 'error.factorUnavailable'],
  [/^Invalid code (?:received|or auth state) for/, 'error.wrongCode', 'code'],
  [/^Your software token has already been used/, 'error.usedCode', 'code'],
  [/^SMS messages are not sent to/, 'error.countryNotServed', 'phone_number'],
  [/^User has no passkey/, 'error.noPasskey'],
  [/^The passkey was not accepted/, 'error.passkey'],
  [/^No passkey was created/, 'passkey.addFailed'],
  [/^A user has \d+ passkeys at most/, 'passkey.tooMany'],
  [/^A user has \d+ linked identities at most/, 'link.tooMany'],
  [/^An account with the (?:given )?email /, 'error.emailTaken', 'email'],
  [/^An account with the (?:given )?phone_number /, 'error.phoneTaken', 'phone_number'],
  [/^An account with the /, 'error.usernameTaken', 'preferred_username'],
  [/^Invalid email address format/, 'error.email', 'email'],
  [/^Invalid phone number format/, 'error.phone', 'phone_number'],
  [/^Username should be an email/, 'error.email', 'username'],
  [/^Username should be a phone number/, 'error.phone', 'username'],
  [/^Username should be either/, 'error.emailOrPhone', 'username'],
  [/^Username cannot be of email format/, 'error.notAnEmail', 'username'],
  [/^Username cannot be of phone number format/, 'error.notAPhone', 'username'],
  [/Password not long enough$/, 'error.passwordTooShort', 'password'],
  [/must have lowercase characters$/, 'error.passwordLowercase', 'password'],
  [/must have uppercase characters$/, 'error.passwordUppercase', 'password'],
  [/must have numeric characters$/, 'error.passwordNumber', 'password'],
  [/must have symbol characters$/, 'error.passwordSymbol', 'password'],
  [/Password is known from a data leak$|^Provided password cannot be used for/, 'error.passwordLeaked', 'password'],
  [/^The password could not be checked/, 'error.unexpected', 'password'],
  [/^The passwords do not match/, 'error.passwordsDiffer', 'password'],
  [/ at 'username' failed to satisfy /, 'error.username', 'username'],
  [/ at 'password' failed to satisfy /, 'error.password', 'password'],
  [/ at 'confirmationCode' failed to satisfy /, 'error.wrongCode', 'code'],
  [/^The page has expired/, 'error.pageExpired'],
  [/Open the account again\.$/, 'account.otherUser'],
  [/^Your current password is not right/, 'account.wrongPassword', 'currentPassword'],
  [/^The last way to sign in cannot be unlinked/, 'account.lastWay'],
  [/^(?:Device|Session|WebAuthn credential) does not exist/, 'error.pageExpired'],
  [/^An administrator has to confirm your account/, 'signIn.confirmedByOthers'],
];

type Reason = readonly [form: RegExp, text: (texts: Texts, limit: string) => string];

const reasons: readonly Reason[] = [
  [/^The attribute is required/, ({ say }) => say('error.required')],
  [/^String must be no shorter than (\d+)/, ({ say }, limit) => say('error.tooShort', { count: Number(limit) })],
  [/^String must be no longer than (\d+)/, ({ say }, limit) => say('error.tooLong', { count: Number(limit) })],
  [/^Date must be/, ({ say }) => say('error.date')],
  [/^DateTime must be/, ({ say }) => say('error.time')],
  [/^Number value is not/, ({ say }) => say('error.number')],
  [/^Number must be no less than (.+)/, ({ say }, limit) => say('error.numberTooSmall', { limit })],
  [/^Number must be no greater than (.+)/, ({ say }, limit) => say('error.numberTooLarge', { limit })],
  [/^Boolean value must be/, ({ say }) => say('error.boolean')],
];

// One line for each attribute: `user.` is before its name where the user is there already.
const ofSchema = /^(?:Attributes did not conform to the schema: |(?=user\.))/;
const complaintForm = /^(?:user\.)?(\S+?): (.+)$/;

const reasonIn = (texts: Texts, given: string): string => {
  for (const [form, text] of reasons) {
    const match = form.exec(given);
    if (match) return text(texts, match[1] ?? '');
  }
  return texts.say('error.value');
};

const aboutAttributes = (texts: Texts, message: string): readonly Complaint[] => {
  const missing = /^Invalid attributes given, (.+) is missing$/.exec(message)?.[1];
  if (missing !== undefined) {
    return missing.split(', ').map((field) => ({ text: texts.say('error.required'), field }));
  }
  if (!ofSchema.test(message)) return [];
  return message
    .replace(ofSchema, '')
    .split('\n')
    .flatMap((line) => {
      const [, field, reason = ''] = complaintForm.exec(line) ?? [];
      if (field === undefined) return [];
      // Its length alone tells nobody what is wrong with a date.
      const told = field === 'birthdate' ? reason.replace(/^String .+/, 'Date must be') : reason;
      return [{ text: reasonIn(texts, told), field }];
    });
};

// The text of a trigger is the app's own: it stands for itself.
const ofTrigger = /^\w+ failed with error ([\s\S]+?)\.?$/;

const toldOf = ({ name, message }: CognitoException): Told => {
  const [, ...told] = byMessage.find(([form]) => form.test(message)) ?? [];
  const [key, field] = told;
  return key === undefined ? (byName[name] ?? ['error.unexpected']) : [key, field];
};

/**
 * What is wrong, in the language of the page: one complaint, or several where several attributes do not fit. What no
 * text is known for is told as `error.unexpected`.
 */
export const complaintsOf = (texts: Texts, error: CognitoException): readonly Complaint[] => {
  const { name, message } = error;
  const trigger = name === 'UserLambdaValidationException' ? ofTrigger.exec(message)?.[1] : undefined;
  if (trigger !== undefined) return [{ text: trigger, field: undefined }];
  const attributes = name === 'InvalidParameterException' ? aboutAttributes(texts, message) : [];
  if (attributes.length > 0) return attributes;
  const [key, field] = toldOf(error);
  return [{ text: texts.say(key), field }];
};
