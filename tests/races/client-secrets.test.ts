import {
  AddUserPoolClientSecretCommand,
  DeleteUserPoolClientSecretCommand,
  DescribeUserPoolClientCommand,
  ListUserPoolClientSecretsCommand,
  UpdateUserPoolClientCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { describe, expect, it } from 'vitest';
import { adminClient } from '#tests/support/clients.ts';
import { makePool, makeUser, type TestPool } from '#tests/support/pools.ts';
import { signIn } from '#tests/support/sign-in.ts';

const admin = adminClient();

const at = ({ poolId, clientId }: TestPool) => ({ UserPoolId: poolId, ClientId: clientId });
const add = (pool: TestPool) => admin.send(new AddUserPoolClientSecretCommand(at(pool)));
const remove = (pool: TestPool, ClientSecretId: string) =>
  admin.send(new DeleteUserPoolClientSecretCommand({ ...at(pool), ClientSecretId }));

const idsOf = async (pool: TestPool): Promise<string[]> => {
  const { ClientSecrets = [] } = await admin.send(new ListUserPoolClientSecretsCommand(at(pool)));
  return ClientSecrets.flatMap(({ ClientSecretId }) => ClientSecretId ?? []);
};

const reasons = (answers: readonly PromiseSettledResult<unknown>[]): string[] =>
  answers.flatMap((answer) => (answer.status === 'rejected' ? [Object(answer.reason).name] : []));

describe('secrets of one client', () => {
  it('are two when many are added at once, and the one that was answered works', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    const user = await makeUser(pool);

    const answers = await Promise.allSettled(Array.from({ length: 5 }, () => add(pool)));

    expect(reasons(answers)).toEqual(Array.from({ length: 4 }, () => 'LimitExceededException'));
    const [added] = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(await idsOf(pool)).toHaveLength(2);
    await signIn(pool, user);
    await signIn({ ...pool, clientSecret: added?.ClientSecretDescriptor?.ClientSecretValue }, user);
  });

  it('are one when both are deleted at once', async () => {
    const pool = await makePool({}, { GenerateSecret: true });
    await add(pool);
    const ids = await idsOf(pool);

    const answers = await Promise.allSettled(ids.map((id) => remove(pool, id)));

    expect(reasons(answers)).toEqual(['InvalidParameterException']);
    expect(await idsOf(pool)).toHaveLength(1);
  });

  it('survive a change of the settings at the same time, which survives them', async () => {
    const pool = await makePool({}, { GenerateSecret: true });

    await Promise.all([add(pool), admin.send(new UpdateUserPoolClientCommand({ ...at(pool), ClientName: 'renamed' }))]);

    expect(await idsOf(pool)).toHaveLength(2);
    const { UserPoolClient } = await admin.send(new DescribeUserPoolClientCommand(at(pool)));
    expect(UserPoolClient).toMatchObject({ ClientName: 'renamed', ClientSecret: pool.clientSecret });
  });
});
