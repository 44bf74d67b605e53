import { CreateResourceServerCommand, type ResourceServerScopeType } from '@aws-sdk/client-cognito-identity-provider';
import { adminClient } from './clients.ts';
import type { TestPool } from './pools.ts';

/** A scope as requests have it. */
export const scope = (ScopeName: string): ResourceServerScopeType => ({
  ScopeName,
  ScopeDescription: `To ${ScopeName}`,
});

/** Makes a resource server and gives its identifier. */
export const makeResourceServer = async (
  { poolId: UserPoolId }: Pick<TestPool, 'poolId'>,
  Identifier: string,
  scopes: readonly string[] = ['read'],
): Promise<string> => {
  const Scopes = scopes.map(scope);
  await adminClient().send(new CreateResourceServerCommand({ UserPoolId, Identifier, Name: 'test', Scopes }));
  return Identifier;
};
