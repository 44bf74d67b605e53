import type { ContactAttribute } from '#shared/domain/user-pools/settings.ts';
import { CognitoException, isException } from '#shared/errors/exception.ts';

/**
 * A failed delivery as operations tell it that have no CodeDeliveryFailureException to answer; any other error as it is.
 */
export const toRoleFailure = (to: ContactAttribute, error: unknown): unknown =>
  isException(error, 'CodeDeliveryFailureException')
    ? new CognitoException(
        to === 'email' ? 'InvalidEmailRoleAccessPolicyException' : 'InvalidSmsRoleAccessPolicyException',
        error.message,
        { cause: error },
      )
    : error;
