import { environment } from '#shared/config/environment.ts';
import { createSmsGateway } from '#shared/gateways/sms.ts';
import { createMessages } from '#shared/services/messages/create-messages.ts';
import { email } from './email.ts';
import { once } from './once.ts';
import { triggers } from './triggers.ts';

export const messages = once(() => {
  const { region, endpoints, emailFrom } = environment();
  const sms = createSmsGateway({ region, endpoint: endpoints.sns });
  return createMessages({ triggers: triggers(), email: email(), sms, deploymentSender: emailFrom });
});
