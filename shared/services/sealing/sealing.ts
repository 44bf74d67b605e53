import { once } from '#shared/config/once.ts';
import { deploymentRepository } from '#shared/data/deployment/deployment-repository.ts';
import { ownKeyOf } from '#shared/domain/user-pools/key-configuration.ts';
import type { PoolSettings } from '#shared/domain/user-pools/user-pool.ts';
import { keyWrapper } from '#shared/gateways/key-wrapper.ts';
import { createSealing, type Sealing } from './create-sealing.ts';

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

/** Makes data keys for a pool of these settings, wrapped by the key that they name. */
export const dataKeysFor = (settings: PoolSettings): Pick<Sealing, 'make'> => ({
  make: (context) => sealing().make(context, ownKeyOf(settings)),
});
