import type { ExceptionName } from '#shared/errors/exception.ts';

/** What InitiateAuth and AdminInitiateAuth throw of a sign-in that begins. */
export const startSignInExceptions: readonly ExceptionName[] = [
  'FeatureUnavailableInTierException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidLambdaResponseException',
  'InvalidSmsRoleAccessPolicyException',
  'PasswordResetRequiredException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
  'UserNotConfirmedException',
  'UserNotFoundException',
];

/** What RespondToAuthChallenge and AdminRespondToAuthChallenge throw while a sign-in continues. */
export const answerChallengeExceptions: readonly ExceptionName[] = [
  'AliasExistsException',
  'CodeMismatchException',
  'ExpiredCodeException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidLambdaResponseException',
  'InvalidPasswordException',
  'InvalidSmsRoleAccessPolicyException',
  'PasswordHistoryPolicyViolationException',
  'PasswordResetRequiredException',
  'SoftwareTokenMFANotFoundException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
  'UserNotConfirmedException',
  'UserNotFoundException',
];

/** What operations throw that send a code. */
export const sendCodeExceptions: readonly ExceptionName[] = [
  'CodeDeliveryFailureException',
  'InvalidLambdaResponseException',
  'LimitExceededException',
  'UnexpectedLambdaException',
  'UserLambdaValidationException',
  'UserNotFoundException',
];
