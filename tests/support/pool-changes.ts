import { setTimeout as pause } from 'node:timers/promises';
import { AdminGetUserCommand, SignUpCommand } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient, publicClient } from './clients.ts';
import { callOwn } from './own-operations.ts';
import { password, type TestPool } from './pools.ts';
import { itemsAbout } from './raw-table.ts';

export interface ToldChange {
  readonly Id: string;
  readonly Status: string;
  readonly UsersExamined?: number;
  readonly UsersChanged?: number;
  readonly UsersObstructed?: number;
}

export interface ChangeAnswer {
  readonly Change?: ToldChange;
  readonly Obstacles?: readonly {
    readonly Username: string;
    readonly Reasons: readonly { readonly Reason: string; readonly Attribute: string; readonly TakenBy?: string }[];
  }[];
  readonly NextToken?: string;
}

const resting = new Set(['BLOCKED', 'SWITCHED', 'FINISHED', 'ROLLED_BACK']);

/** The pool's change once there is nothing left to do for the worker. */
export const restingChange = async (UserPoolId: string): Promise<ChangeAnswer> => {
  for (;;) {
    const answer = await callOwn<ChangeAnswer>('DescribeUserPoolChange', { UserPoolId });
    if (resting.has(answer.Change?.Status ?? '')) return answer;
    await pause(100);
  }
};

/** Changes the pool, up to where the change rests. */
export const applyChange = async (UserPoolId: string, Change?: object, more: object = {}): Promise<ChangeAnswer> => {
  await callOwn('ApplyUserPoolChange', { UserPoolId, ...(Change && { Change }), ...more });
  return restingChange(UserPoolId);
};

export const finishChange = async (UserPoolId: string): Promise<ChangeAnswer> => {
  await callOwn('FinishUserPoolChange', { UserPoolId });
  return restingChange(UserPoolId);
};

export const rollBackChange = async (UserPoolId: string): Promise<ChangeAnswer> => {
  await callOwn('RollBackUserPoolChange', { UserPoolId });
  return restingChange(UserPoolId);
};

/** The username of the user that a name finds. */
export const usernameOf = async ({ poolId: UserPoolId }: Pick<TestPool, 'poolId'>, Username: string) =>
  (await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }))).Username;

/** Names that find users of the pool, as they are stored. */
export const ownersIn = async (poolId: string) =>
  (await itemsAbout(poolId)).flatMap(({ type, pk, sk }) => (type === 'Owner' ? [`${pk} ${sk}`] : [])).sort();

/** Attributes of a user, as administrators see them. */
export const attributesOf = async ({ poolId: UserPoolId }: Pick<TestPool, 'poolId'>, Username: string) => {
  const { UserAttributes = [] } = await adminClient().send(new AdminGetUserCommand({ UserPoolId, Username }));
  return Object.fromEntries(UserAttributes.map(({ Name, Value }) => [Name, Value]));
};

/** Signs a user up with the password `password`. */
export const signUp = (
  { clientId }: Pick<TestPool, 'clientId'>,
  Username: string,
  attributes: Record<string, string> = {},
) =>
  publicClient().send(
    new SignUpCommand({
      ClientId: clientId,
      Username,
      Password: password,
      UserAttributes: Object.entries(attributes).map(([Name, Value]) => ({ Name, Value })),
    }),
  );
