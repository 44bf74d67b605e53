import { environment } from '#shared/config/environment.ts';
import { createSmsGateway } from '#shared/gateways/sms.ts';
import { once } from './once.ts';

export const sms = once(() => {
  const { region, endpoints } = environment();
  return createSmsGateway({ region, endpoint: endpoints.sns });
});
