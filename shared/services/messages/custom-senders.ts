import { once } from '#shared/config/once.ts';
import { type CustomSender, senderTrigger, toSenderCode } from '#shared/domain/messages/addresses.ts';
import { poolRegion, type UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { type Workers, workers } from '#shared/gateways/workers.ts';
import type { Sealing } from '../sealing/create-sealing.ts';
import { sealing } from '../sealing/sealing.ts';
import type { TextMap } from '../triggers/triggers.ts';
import { userAttributes } from '../triggers/user-attributes.ts';
import type { Message } from './messages.ts';

/** Passes messages on to the pool owner's own functions. */
export interface CustomSenders {
  /** Leaves it to a worker, so that nobody waits for the function. Throws where the worker does not take it. */
  readonly handOver: (message: Message, sender: CustomSender) => Promise<void>;
  /** The same for a notification of a risky sign-in, which has no secret. */
  readonly handOverNotice: (notice: Notice, sender: CustomSender) => Promise<void>;
}

/** A notification of a risky sign-in. */
interface Notice {
  readonly pool: UserPool;
  readonly clientId: string;
  readonly user: User;
  /** What the function gets in place of the user's attributes. */
  readonly attributes: TextMap;
}

interface Deps {
  readonly sealing: Sealing;
  readonly workers: Workers;
}

interface SenderRequest {
  readonly type: string;
  /** Null where there is no secret. */
  readonly code: string | null;
  readonly clientMetadata: TextMap | undefined;
  readonly userAttributes: TextMap;
}

export const createCustomSenders = ({ sealing, workers }: Deps): CustomSenders => {
  const order = async (
    { pool, clientId, user }: Pick<Message, 'pool' | 'clientId' | 'user'>,
    sender: CustomSender,
    triggerSource: string,
    { clientMetadata, ...request }: SenderRequest,
  ): Promise<void> => {
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
      request: { ...request, clientMetadata: clientMetadata ?? null },
    };
    const seal = await sealing.general(pool);
    await workers.start('SendThroughCustomSender', {
      userPoolId: pool.id,
      dataKey: Buffer.from(pool.dataKeys.general).toString('base64'),
      order: seal.seal('sender order', JSON.stringify({ ...sender, event })).toString('base64'),
    });
  };

  return {
    handOver: async (message, sender) => {
      const { pool, clientMetadata, source, user, attribute, destination, secret } = message;
      const { triggerSource, type } = senderTrigger(source, attribute);
      await order(message, sender, triggerSource, {
        type,
        code: toSenderCode(source, secret),
        clientMetadata,
        // The function learns only here where the message goes: a new address may not be the user's yet.
        userAttributes: { ...userAttributes(pool, user), [attribute]: destination },
      });
    },

    handOverNotice: async ({ attributes, ...notice }, sender) => {
      await order(notice, sender, 'CustomEmailSender_AccountTakeOverNotification', {
        type: 'customEmailSenderRequestV1',
        code: null,
        clientMetadata: undefined,
        userAttributes: attributes,
      });
    },
  };
};

export const customSenders = once(() => createCustomSenders({ sealing: sealing(), workers: workers() }));
