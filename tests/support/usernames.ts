import { ListUsersCommand } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import type { TestPool } from './pools.ts';

/** Names of all users of a pool, sorted. */
export const usernamesOf = async ({ poolId: UserPoolId }: Pick<TestPool, 'poolId'>): Promise<string[]> => {
  const names: string[] = [];
  let PaginationToken: string | undefined;
  do {
    const page = await adminClient().send(new ListUsersCommand({ UserPoolId, PaginationToken }));
    names.push(...(page.Users ?? []).map(({ Username = '' }) => Username));
    PaginationToken = page.PaginationToken;
  } while (PaginationToken);
  return names.sort();
};
