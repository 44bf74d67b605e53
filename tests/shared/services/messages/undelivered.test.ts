import { describe, expect, it } from 'vitest';
import { CognitoException } from '#shared/errors/exception.ts';
import { toRoleFailure } from '#shared/services/messages/undelivered.ts';

describe('toRoleFailure', () => {
  it.each([
    ['email', 'InvalidEmailRoleAccessPolicyException'],
    ['phone_number', 'InvalidSmsRoleAccessPolicyException'],
  ] as const)('tells a failed delivery to %s as %s', (to, name) => {
    const failure = new CognitoException('CodeDeliveryFailureException', 'The message could not be delivered.');
    expect(toRoleFailure(to, failure)).toMatchObject({ name, message: failure.message, cause: failure });
  });

  it('leaves any other error as it is', () => {
    const errors = [new Error('no'), new CognitoException('UserLambdaValidationException', 'no')];
    for (const error of errors) expect(toRoleFailure('email', error)).toBe(error);
  });
});
