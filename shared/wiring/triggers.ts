import { environment } from '#shared/config/environment.ts';
import { createLambda } from '#shared/gateways/lambda.ts';
import { createTriggers } from '#shared/services/triggers/create-triggers.ts';
import { once } from './once.ts';

export const triggers = once(() => {
  const { region, endpoints } = environment();
  return createTriggers({ lambda: createLambda({ region, endpoint: endpoints.lambda }), region });
});
