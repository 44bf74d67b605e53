/**
 * CustomSMSSender: sends codes and invitations by text message, with texts of its own. Replace SNS, which the pools
 * would use anyway, by your provider. Errors are thrown: then Lambda calls up to two more times.
 *
 * @see https://docs.aws.amazon.com/cognito/latest/developerguide/user-pool-lambda-custom-sms-sender.html
 */
import type { CustomSMSSenderTriggerEvent } from 'aws-lambda';
import { triggerSettings } from '#shared/config/trigger-settings.ts';
import { unescapeHtml } from '#shared/domain/messages/templates.ts';
import { codeDecryption } from '#shared/gateways/sender-codes.ts';
import { sms } from '#shared/gateways/sms.ts';

export const handler = async (event: CustomSMSSenderTriggerEvent): Promise<void> => {
  const { triggerSource, userPoolId, userName, request } = event;
  const to = request.userAttributes.phone_number;
  if (!request.code || !to) return;
  const { productName } = triggerSettings();
  const code = await codeDecryption().decrypt(request.code, { userPoolId });
  const text =
    triggerSource === 'CustomSMSSender_AdminCreateUser'
      ? `${productName}: sign in as ${userName} with the temporary password ${unescapeHtml(code)}`
      : `${productName}: your code is ${code}`;
  await sms().send({ to, text, region: undefined });
};
