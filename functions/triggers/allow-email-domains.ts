/**
 * PreSignUp: only addresses of certain domains may sign up. Administrators may invite anyone.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-pre-sign-up.html
 */
import type { PreSignUpTriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';

export const handler = async (event: PreSignUpTriggerEvent): Promise<PreSignUpTriggerEvent> => {
  if (event.triggerSource === 'PreSignUp_AdminCreateUser') return event;
  const { email = '' } = event.request.userAttributes;
  const domain = email.slice(email.lastIndexOf('@') + 1).toLowerCase();
  if (!triggerSettings().allowedEmailDomains.includes(domain)) {
    throw new Error('Sign-up is open to addresses of your organization only');
  }
  return event;
};
