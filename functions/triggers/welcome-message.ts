/**
 * PostConfirmation: welcomes a new user by e-mail. The user is confirmed already, so errors are only logged.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-post-confirmation.html
 */
import type { PostConfirmationTriggerEvent } from 'aws-lambda';
import { environment } from '#shared/config/environment.ts';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { escapeHtml } from '#shared/domain/messages/templates.ts';
import { email } from '#shared/gateways/email.ts';
import { logger } from '#shared/observability/powertools.ts';

const welcome = async ({ given_name, name, email: to }: Readonly<Record<string, string>>): Promise<void> => {
  const { productName, welcomeFrom: from = environment().emailFrom } = triggerSettings();
  if (!to || !from) return;
  const called = given_name ?? name;
  await email().send({
    sender: { from },
    to,
    subject: `Welcome to ${productName}`,
    html: `<p>Hello${called ? ` ${escapeHtml(called)}` : ''},</p><p>your account at ${escapeHtml(productName)} is ready.</p>`,
  });
};

export const handler = async (event: PostConfirmationTriggerEvent): Promise<PostConfirmationTriggerEvent> => {
  if (event.triggerSource !== 'PostConfirmation_ConfirmSignUp') return event;
  try {
    await welcome(event.request.userAttributes);
  } catch (error) {
    logger.warn('A welcome was not delivered', {
      userPoolId: event.userPoolId,
      reason: error instanceof Error ? error.name : 'unknown',
    });
  }
  return event;
};
