import { environment } from '#shared/config/environment.ts';
import { createMessages } from '#shared/services/messages/create-messages.ts';
import { customSenders } from './custom-senders.ts';
import { email } from './email.ts';
import { once } from './once.ts';
import { sms } from './sms.ts';
import { triggers } from './triggers.ts';

export const messages = once(() =>
  createMessages({
    triggers: triggers(),
    email: email(),
    sms: sms(),
    customSenders: customSenders(),
    deploymentSender: environment().emailFrom,
  }),
);
