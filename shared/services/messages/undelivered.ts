import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';

/**
 * Turns a failed delivery into the exception of operations without CodeDeliveryFailureException. Any other error stays
 * as it is.
 */
export const toRoleFailure = (to: ContactAttribute, error: unknown): unknown =>
  isException(error, 'CodeDeliveryFailureException')
    ? new CognitoException(
        to === 'email' ? 'InvalidEmailRoleAccessPolicyException' : 'InvalidSmsRoleAccessPolicyException',
        error.message,
        { cause: error },
      )
    : error;
