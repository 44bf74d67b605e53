import * as v from 'valibot';
import { environment } from '#shared/config/environment.ts';
import { once } from '#shared/config/once.ts';
import { createStartFunction, type StartFunction } from '#shared/gateways/function-start.ts';
import { createKeyWrapper } from '#shared/gateways/key-wrapper.ts';
import { type CodeEncryption, createCodeEncryption } from '#shared/gateways/sender-codes.ts';
import { createSealing, type Sealing } from '../sealing/create-sealing.ts';

/**
 * What CustomSenders handed over. It is sealed under the pool's data key, which proves that a function of the
 * deployment made it.
 */
export interface SealedOrder {
  readonly userPoolId: string;
  /** The pool's wrapped data key. */
  readonly dataKey: Uint8Array;
  readonly order: Uint8Array;
}

/** Calls the pool owner's function, with the secret encrypted for it. Throws where one of the services refuses. */
export type DeliverOrder = (sealed: SealedOrder) => Promise<void>;

const Order = v.object({
  functionArn: v.string(),
  keyId: v.string(),
  event: v.looseObject({ request: v.looseObject({ code: v.nullable(v.string()) }) }),
});

interface Deps {
  readonly sealing: Sealing;
  readonly codes: CodeEncryption;
  readonly start: StartFunction;
}

export const createDeliverOrder =
  ({ sealing, codes, start }: Deps): DeliverOrder =>
  async ({ userPoolId, dataKey, order }) => {
    const seal = await sealing.general({ id: userPoolId, dataKeys: { general: dataKey } });
    const opened = seal.open('sender order', order);
    if (!opened) throw new Error('The order was not sealed by this deployment.');
    const { functionArn, keyId, event } = v.parse(Order, JSON.parse(opened.toString()));
    const { code: secret } = event.request;
    const code = secret === null ? null : await codes.encrypt(secret, { userPoolId, keyId });
    await start(functionArn, { ...event, request: { ...event.request, code } });
  };

// The worker reads no table, so it opens only data keys of pools.
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
