import { randomUUID } from 'node:crypto';
import {
  AddCustomAttributesCommand,
  CreateUserPoolCommand,
  DeleteUserPoolCommand,
  DescribeUserPoolCommand,
  ListTagsForResourceCommand,
  type SchemaAttributeType,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateUserPoolCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { expect } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { join, makeGroup } from '#tests/support/groups.ts';
import { limitOf, setLimit, unlimited } from '#tests/support/limits.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';
import { callWorker } from '#tests/support/workers.ts';
import { listening } from '../heard.ts';
import { once, plainPool } from '../subjects.ts';
import type { Flow } from '../sweep.ts';

const admin = adminClient();

const arn = once(async () => {
  const { poolId: UserPoolId } = await plainPool();
  const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
  return UserPool?.Arn;
});

const tagsOf = async (ResourceArn: string | undefined) =>
  (await admin.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

const tag = (ResourceArn: string | undefined, Tags: Record<string, string>) =>
  admin.send(new TagResourceCommand({ ResourceArn, Tags }));

const growingPool = once(() => makePool());

// These are two minutes old when they begin, so that the worker need not wait a minute for late writes.
const remove = (UserPoolId: string) => adminClient({ ahead: -120_000 }).send(new DeleteUserPoolCommand({ UserPoolId }));

const doomedPool = async () => {
  const pool = await makePool({ AliasAttributes: ['email'] });
  await join(pool, await makeUser(pool), await makeGroup(pool, 'editors'));
  // To start the worker again, it is enough to know that it failed.
  const work = () =>
    callWorker('PurgeUserPool', { userPoolId: pool.poolId }).catch((error: Error) => {
      throw Object.assign(new Error(error.message, { cause: error }), { name: 'InternalErrorException' });
    });
  const isGone = async (): Promise<void> => {
    expect(await itemsAbout(pool.poolId)).toEqual([]);
    expect(await itemsAbout(pool.clientId)).toEqual([]);
  };
  return { ...pool, work, isGone };
};

export const userPools: readonly Flow[] = [
  {
    operation: 'UpdateUserPool',
    way: 'to a key of its own',
    prepare: async () => {
      const pool = await makePool();
      const { poolId: UserPoolId } = pool;
      const user = await makeUser(pool);
      const key = makeOwnKey();
      return {
        call: () => admin.send(new UpdateUserPoolCommand({ UserPoolId, KeyConfiguration: key.configuration })),
        proof: async () => {
          const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
          expect(UserPool?.KeyConfiguration).toEqual(key.configuration);
          await signIn(pool, user);
          // Whatever is left under the other key shows now: then there is nothing to go back from.
          await admin.send(new UpdateUserPoolCommand({ UserPoolId }));
          key.remove();
          await signIn(pool, user);
        },
      };
    },
  },
  {
    operation: 'UpdateProvisionedLimit',
    way: 'of the deployment',
    prepare: async () => {
      await setLimit(100_000, 'UserFederation');
      return {
        call: () => setLimit(unlimited, 'UserFederation'),
        proof: async () => expect(await limitOf('UserFederation')).toMatchObject({ ProvisionedLimitValue: unlimited }),
      };
    },
  },
  {
    operation: 'UpdateProvisionedLimit',
    way: 'of a client',
    prepare: async () => {
      const { clientId } = await makePool();
      return {
        call: () => setLimit(20_000, 'UserRead', clientId),
        proof: async () => expect(await limitOf('UserRead', clientId)).toMatchObject({ ProvisionedLimitValue: 20_000 }),
      };
    },
  },
  {
    operation: 'CreateUserPool',
    way: 'with tags',
    prepare: async () => {
      const UserPoolTags = { stage: randomUUID() };
      const { call, heard } = listening(() =>
        admin.send(new CreateUserPoolCommand({ PoolName: 'tagged', UserPoolTags })),
      );
      return {
        call,
        proof: async () => {
          const { UserPool } = heard();
          expect(await tagsOf(UserPool?.Arn)).toEqual(UserPoolTags);
          await makeUser({ poolId: UserPool?.Id ?? '' });
        },
      };
    },
  },
  {
    operation: 'TagResource',
    prepare: async () => {
      const ResourceArn = await arn();
      const stage = randomUUID();
      return {
        call: () => tag(ResourceArn, { stage }),
        proof: async () => expect(await tagsOf(ResourceArn)).toMatchObject({ stage }),
      };
    },
  },
  {
    operation: 'UntagResource',
    prepare: async () => {
      const ResourceArn = await arn();
      await tag(ResourceArn, { transient: 'yes' });
      return {
        call: () => admin.send(new UntagResourceCommand({ ResourceArn, TagKeys: ['transient'] })),
        proof: async () => expect(await tagsOf(ResourceArn)).not.toHaveProperty('transient'),
      };
    },
  },
  {
    operation: 'AddCustomAttributes',
    prepare: async () => {
      const pool = await growingPool();
      const Name = randomUUID().slice(0, 20);
      const CustomAttributes: SchemaAttributeType[] = [{ Name, AttributeDataType: 'String' }];
      return {
        call: () => admin.send(new AddCustomAttributesCommand({ UserPoolId: pool.poolId, CustomAttributes })),
        doneBefore: ['InvalidParameterException'],
        proof: () => makeUser(pool, { attributes: [{ Name: `custom:${Name}`, Value: 'here' }] }),
      };
    },
  },
  {
    operation: 'DeleteUserPool',
    prepare: async () => {
      const { poolId, work, isGone } = await doomedPool();
      return {
        call: () => remove(poolId),
        doneBefore: ['ResourceNotFoundException'],
        proof: async () => {
          // What a worker could not finish, the next one does.
          await work();
          await isGone();
        },
      };
    },
  },
  {
    operation: 'PurgeUserPool',
    prepare: async () => {
      const { poolId, work, isGone } = await doomedPool();
      await remove(poolId);
      return { call: work, proof: isGone };
    },
  },
];
