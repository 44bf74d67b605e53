import { environment } from '#shared/config/environment.ts';
import { createStartFunction } from '#shared/gateways/function-start.ts';
import { createKeyWrapper } from '#shared/gateways/key-wrapper.ts';
import { createCodeEncryption } from '#shared/gateways/sender-codes.ts';
import { createDeliverOrder } from '#shared/services/messages/custom-delivery.ts';
import { createSealing } from '#shared/services/sealing/sealing.ts';
import { once } from './once.ts';

// The worker reads no table, so what it opens is the data keys of pools alone.
const noDeploymentKey = async (): Promise<never> => {
  throw new Error('This function opens nothing of the deployment.');
};

export const deliverOrder = once(() => {
  const { region, endpoints, senderKeyFile } = environment();
  return createDeliverOrder({
    sealing: createSealing({ wrapper: createKeyWrapper(), deploymentKey: noDeploymentKey }),
    codes: createCodeEncryption({ keyFile: senderKeyFile }),
    start: createStartFunction({ region, endpoint: endpoints.lambda }),
  });
});
