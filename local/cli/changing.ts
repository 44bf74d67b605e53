import * as v from 'valibot';
import { updatableClientMembers } from '#shared/domain/app-clients/updatable-members.ts';
import { updatableMembers } from '#shared/domain/user-pools/updatable-members.ts';
import type { Api } from './api.ts';
import { assign } from './assignments.ts';
import { UsageError } from './failures.ts';

const Described = v.object({ UserPool: v.record(v.string(), v.unknown()) });
const DescribedClient = v.object({ UserPoolClient: v.record(v.string(), v.unknown()) });

const pick = (from: Readonly<Record<string, unknown>>, members: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(members.flatMap((name) => (from[name] === undefined ? [] : [[name, from[name]]])));

// Members of the request that the answer does not have.
const furtherPoolMembers = [
  'PoolName',
  'AliasAttributes',
  'UsernameAttributes',
  'UsernameConfiguration',
  'Schema',
] as const;

// The service ignores members that it does not know.
const assertKnown = (changes: readonly string[], members: readonly string[]): void => {
  const unknown = Object.keys(assign({}, changes)).find((name) => !members.includes(name));
  if (unknown !== undefined) throw new UsageError(`${unknown} is no setting. There are: ${members.join(', ')}.`);
};

/** Changes some settings of a pool and keeps the others. Throws UsageError, Refusal. */
export const changePool = async (api: Api, UserPoolId: string, changes: readonly string[]): Promise<void> => {
  assertKnown(changes, [...updatableMembers, ...furtherPoolMembers]);
  const { UserPool } = await api.cognito('DescribeUserPool', { UserPoolId }, Described);
  const changed = assign(pick(UserPool, updatableMembers), changes);
  await api.cognito('UpdateUserPool', { ...changed, UserPoolId }, v.unknown());
};

/** Changes some settings of an app client and keeps the others. Throws UsageError, Refusal. */
export const changeClient = async (
  api: Api,
  UserPoolId: string,
  ClientId: string,
  changes: readonly string[],
): Promise<void> => {
  assertKnown(changes, updatableClientMembers);
  const client = { UserPoolId, ClientId };
  const { UserPoolClient } = await api.cognito('DescribeUserPoolClient', client, DescribedClient);
  const changed = assign(pick(UserPoolClient, updatableClientMembers), changes);
  await api.cognito('UpdateUserPoolClient', { ...changed, ...client }, v.unknown());
};
