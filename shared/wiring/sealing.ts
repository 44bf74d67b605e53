import { createKeyWrapper } from '#shared/gateways/key-wrapper.ts';
import { createSealing } from '#shared/services/sealing/sealing.ts';
import { once } from './once.ts';
import { deploymentRepository } from './store.ts';

const keyWrapper = once(createKeyWrapper);

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
