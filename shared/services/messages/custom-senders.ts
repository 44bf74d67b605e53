import { once } from '#shared/config/once.ts';
import { type CustomSender, senderTrigger, toSenderCode } from '#shared/domain/messages/addresses.ts';
import { poolRegion } from '#shared/domain/user-pools/user-pool.ts';
import { type Workers, workers } from '#shared/gateways/workers.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';
import { userAttributes } from '../triggers/user-attributes.ts';
import type { Message } from './messages.ts';

/** Passes messages on to the pool owner's own functions. */
export interface CustomSenders {
  /** Leaves it to a worker, so that nobody waits for the function. Throws where the worker does not take it. */
  readonly handOver: (message: Message, sender: CustomSender) => Promise<void>;
}

interface Deps {
  readonly sealing: Sealing;
  readonly workers: Workers;
}

export const createCustomSenders = ({ sealing, workers }: Deps): CustomSenders => ({
  handOver: async ({ pool, clientId, clientMetadata, source, user, attribute, destination, secret }, sender) => {
    const { triggerSource, type } = senderTrigger(source, attribute);
    const event = {
      version: '1',
      triggerSource,
      region: poolRegion(pool.id),
      userPoolId: pool.id,
      userName: user.username,
      callerContext: {
        awsSdkVersion: 'aws-sdk-unknown-unknown',
        clientId: clientId ?? 'CLIENT_ID_NOT_APPLICABLE',
      },
      request: {
        type,
        code: toSenderCode(source, secret),
        clientMetadata: clientMetadata ?? null,
        // The function learns only here where the message goes: a new address may not be the user's yet.
        userAttributes: { ...userAttributes(pool, user), [attribute]: destination },
      },
    };
    const seal = await sealing.general(pool);
    await workers.start('SendThroughCustomSender', {
      userPoolId: pool.id,
      dataKey: Buffer.from(pool.dataKeys.general).toString('base64'),
      order: seal.seal('sender order', JSON.stringify({ ...sender, event })).toString('base64'),
    });
  },
});

export const customSenders = once(() => createCustomSenders({ sealing: sealing(), workers: workers() }));
