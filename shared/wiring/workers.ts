import { environment } from '#shared/config/environment.ts';
import { createWorkers } from '#shared/gateways/workers.ts';
import { once } from './once.ts';

export const workers = once(() => {
  const { region, endpoints, functionPrefix } = environment();
  return createWorkers({ region, endpoint: endpoints.lambda, prefix: functionPrefix });
});
