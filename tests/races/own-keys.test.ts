import { DescribeUserPoolCommand, UpdateUserPoolCommand } from '@aws-sdk/client-cognito-identity-provider';
import { expect, it } from 'vitest';
import { readWrapped } from '#shared/domain/sealing/wrapped-key.ts';
import { adminClient } from '#tests/support/clients.ts';
import { makeOwnKey } from '#tests/support/own-keys.ts';
import { callOwn } from '#tests/support/own-operations.ts';
import { makePool, makeUser } from '#tests/support/pools.ts';
import { itemsAbout } from '#tests/support/raw-table.ts';
import { signIn } from '#tests/support/sign-in.ts';

const admin = adminClient();

it('has one key wrap all data keys of a pool that gets several at once, and new signing keys meanwhile', async () => {
  const keys = [makeOwnKey(), makeOwnKey(), makeOwnKey()];
  const pool = await makePool();
  const { poolId: UserPoolId } = pool;
  const user = await makeUser(pool);

  await Promise.allSettled([
    ...keys.map(({ configuration: KeyConfiguration }) =>
      admin.send(new UpdateUserPoolCommand({ UserPoolId, KeyConfiguration })),
    ),
    callOwn('RotateSigningKeys', { UserPoolId, OverlapSeconds: 0 }),
  ]);

  const { UserPool } = await admin.send(new DescribeUserPoolCommand({ UserPoolId }));
  const last = UserPool?.KeyConfiguration?.KmsKeyArn;
  expect(keys.map(({ arn }) => arn)).toContain(last);
  const wrappers = (await itemsAbout(`POOL#${UserPoolId}`)).flatMap(({ type, data }) => {
    if (type === 'UserPool') return [readWrapped(Object(data).dataKeys.general).keyArn];
    return type === 'SigningKey' ? [readWrapped(Object(data).dataKey).keyArn] : [];
  });
  expect(new Set(wrappers)).toEqual(new Set([last]));
  for (const key of keys) if (key.arn !== last) key.remove();
  await signIn(pool, user);
});
