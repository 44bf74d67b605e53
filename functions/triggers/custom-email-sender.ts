/**
 * CustomEmailSender: sends codes and invitations by e-mail, with texts of its own. Replace SES, which the pools would
 * use anyway, by your provider. Errors are thrown: then Lambda calls up to two more times.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-email-sender.html
 */
import type { CustomEmailSenderTriggerEvent } from 'aws-lambda';
import { environment } from '#shared/config/environment.ts';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { escapeHtml } from '#shared/domain/messages/templates.ts';
import { email } from '#shared/gateways/email.ts';
import { codeDecryption } from '#shared/gateways/sender-codes.ts';

const purposes: Readonly<Record<string, string>> = {
  CustomEmailSender_SignUp: 'Confirm your account',
  CustomEmailSender_ResendCode: 'Confirm your account',
  CustomEmailSender_AdminCreateUser: 'Your invitation',
  CustomEmailSender_ForgotPassword: 'Reset your password',
  CustomEmailSender_UpdateUserAttribute: 'Confirm your new address',
  CustomEmailSender_VerifyUserAttribute: 'Confirm your address',
  CustomEmailSender_Authentication: 'Sign in',
};

export const handler = async (event: CustomEmailSenderTriggerEvent): Promise<void> => {
  const { triggerSource, userPoolId, userName, request } = event;
  const to = 'email' in request.userAttributes ? request.userAttributes.email : undefined;
  const { emailFrom: from } = environment();
  // Warnings about account takeovers have no code: this example does not send them.
  if (!request.code || !to) return;
  if (!from) throw new Error('No address sends e-mail here: deploy with emailFrom.');
  const { productName } = triggerSettings();
  // This is HTML already: like Cognito, the pool escapes the special characters of temporary passwords.
  const code = await codeDecryption().decrypt(request.code, { userPoolId });
  const invites = triggerSource === 'CustomEmailSender_AdminCreateUser';
  const words = invites
    ? `<p>sign in to ${escapeHtml(productName)} as ${escapeHtml(userName)} with this temporary password:</p>`
    : '<p>here is your code:</p>';
  await email().send({
    sender: { from },
    to,
    subject: `${purposes[triggerSource] ?? 'Your code'} – ${productName}`,
    html: `<p>Hello,</p>${words}<p><strong>${code}</strong></p>`,
  });
};
