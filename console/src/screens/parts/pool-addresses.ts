import type { Call } from '../../api/api.ts';
import type { AnswerOf } from '../../api/operations.ts';

/** Where a pool is reached, as providers have to know it. */
export interface PoolAddresses {
  readonly origin: string;
  readonly redirectUri: string;
  readonly consumer: string;
  readonly entityId: string;
}

type Pool = NonNullable<AnswerOf<'DescribeUserPool'>['UserPool']>;

/** The addresses at an origin: the deployment's own, or a domain's of the pool. */
export const addressesAt = (origin: string, poolId: string): PoolAddresses => ({
  origin,
  redirectUri: `${origin}/oauth2/idpresponse`,
  consumer: `${origin}/saml2/idpresponse`,
  entityId: `urn:amazon:cognito:sp:${poolId}`,
});

/** The pool's domains, with what the API says of each. */
export const domainsOf = async (call: Call, poolId: string) => {
  const { UserPool: pool } = await call('DescribeUserPool', { UserPoolId: poolId });
  const named = (one: Pool | undefined): readonly string[] =>
    [one?.Domain, one?.CustomDomain].flatMap((name) => name ?? []);
  return Promise.all(
    named(pool).map(async (name) => {
      const { DomainDescription } = await call('DescribeUserPoolDomain', { Domain: name });
      return { name, ...DomainDescription };
    }),
  );
};
