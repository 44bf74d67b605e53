import { once } from '#shared/config/once.ts';
import { deploymentRepository } from '#shared/data/deployment/deployment-repository.ts';
import { keyWrapper } from '#shared/gateways/key-wrapper.ts';
import { createSealing } from './create-sealing.ts';

/** The sealing of every function but one: the worker that delivers for custom senders has its own, without a store. */
export const sealing = once(() =>
  createSealing({
    wrapper: keyWrapper(),
    deploymentKey: once(() =>
      deploymentRepository().dataKey(async () => {
        const { wrapped } = await keyWrapper().generate({ pool: 'deployment', purpose: 'general' });
        return wrapped;
      }),
    ),
  }),
);
