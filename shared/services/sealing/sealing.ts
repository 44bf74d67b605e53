import { once } from '#shared/config/once.ts';
import { deploymentRepository } from '#shared/data/deployment/deployment-repository.ts';
import { keyWrapper } from '#shared/gateways/key-wrapper.ts';
import { createSealing } from './create-sealing.ts';

/** The sealing of all functions but the worker for custom senders, which has its own, without a store. */
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
