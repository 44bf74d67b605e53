import { environment } from '#shared/config/environment.ts';
import { createEmailGateway } from '#shared/gateways/email.ts';
import { once } from './once.ts';

export const email = once(() => {
  const { region, endpoints } = environment();
  return createEmailGateway({ region, endpoint: endpoints.ses });
});
