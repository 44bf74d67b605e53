/** Every exception that the models of both APIs name, and those of the wire protocol and of request signing. */
export const exceptionNames = [
  'AccessDeniedException',
  'AliasExistsException',
  'CodeDeliveryFailureException',
  'CodeMismatchException',
  'ConcurrentModificationException',
  'DeveloperUserAlreadyRegisteredException',
  'DeviceKeyExistsException',
  'DuplicateProviderException',
  'EnableSoftwareTokenMFAException',
  'ExpiredCodeException',
  'ExternalServiceException',
  'FeatureUnavailableInTierException',
  'ForbiddenException',
  'GroupExistsException',
  'IncompleteSignatureException',
  'InternalErrorException',
  'InternalServerException',
  'InvalidEmailRoleAccessPolicyException',
  'InvalidIdentityPoolConfigurationException',
  'InvalidLambdaResponseException',
  'InvalidOAuthFlowException',
  'InvalidParameterException',
  'InvalidPasswordException',
  'InvalidSignatureException',
  'InvalidSmsRoleAccessPolicyException',
  'InvalidSmsRoleTrustRelationshipException',
  'InvalidUserPoolConfigurationException',
  'LimitExceededException',
  'MFAMethodNotFoundException',
  'ManagedLoginBrandingExistsException',
  'MissingAuthenticationTokenException',
  'NotAuthorizedException',
  'OperationNotEnabledException',
  'PasswordHistoryPolicyViolationException',
  'PasswordResetRequiredException',
  'PreconditionNotMetException',
  'RefreshTokenReuseException',
  'RequestEntityTooLargeException',
  'ResourceConflictException',
  'ResourceNotFoundException',
  'ScopeDoesNotExistException',
  'SerializationException',
  'ServiceQuotaExceededException',
  'SoftwareTokenMFANotFoundException',
  'TermsExistsException',
  'TierChangeNotAllowedException',
  'TooManyFailedAttemptsException',
  'TooManyRequestsException',
  'UnauthorizedException',
  'UnexpectedLambdaException',
  'UnknownOperationException',
  'UnrecognizedClientException',
  'UnsupportedIdentityProviderException',
  'UnsupportedOperationException',
  'UnsupportedTokenTypeException',
  'UnsupportedUserStateException',
  'UserImportInProgressException',
  'UserLambdaValidationException',
  'UserNotConfirmedException',
  'UserNotFoundException',
  'UserPoolAddOnNotEnabledException',
  'UserPoolTaggingException',
  'UsernameExistsException',
  'WebAuthnChallengeNotFoundException',
  'WebAuthnClientMismatchException',
  'WebAuthnConfigurationMissingException',
  'WebAuthnCredentialNotSupportedException',
  'WebAuthnNotEnabledException',
  'WebAuthnOriginNotAllowedException',
  'WebAuthnRelyingPartyMismatchException',
] as const;

export type ExceptionName = (typeof exceptionNames)[number];

const serverFaults: ReadonlySet<ExceptionName> = new Set(['InternalErrorException', 'InternalServerException']);

/** The only error that leaves the process. Its name and message go out as they are, its cause goes only to the log. */
export class CognitoException extends Error {
  override readonly name: ExceptionName;

  constructor(name: ExceptionName, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
  }

  /**
   * HTTP status: 400 for what the caller can mend, 413 for a body that is too large to be read, 500 for our own fault.
   */
  get status(): 400 | 413 | 500 {
    if (this.name === 'RequestEntityTooLargeException') return 413;
    return serverFaults.has(this.name) ? 500 : 400;
  }
}

/** A call too many. It may come again after so many seconds. */
export class Throttled extends CognitoException {
  readonly retryAfter: number;

  constructor(retryAfter: number) {
    super('TooManyRequestsException', 'Rate exceeded');
    this.retryAfter = retryAfter;
  }
}

/** True for an exception of one of the given names. */
export const isException = (error: unknown, ...names: readonly ExceptionName[]): error is CognitoException =>
  error instanceof CognitoException && (names.length === 0 || names.includes(error.name));
