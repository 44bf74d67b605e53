import type { TermsType } from '@aws-sdk/client-cognito-identity-provider';
import { allClients, type PoolFacts } from '../pull/pool-facts.ts';
import type { PushState } from './push-state.ts';

type Ids = PushState['clients'];

/** What a pool tells of itself without the groups of its providers, which the service makes by itself. */
export const withoutProviderGroups = (facts: PoolFacts): PoolFacts => ({
  ...facts,
  groups: new Map([...facts.groups].filter(([name]) => !name.startsWith(`${facts.pool.Id}_`))),
});

const newIdOf = (ids: Ids, formerId: string): string | undefined =>
  formerId === allClients ? allClients : ids[formerId]?.clientId;

const renamed = <Value>(values: ReadonlyMap<string, Value>, ids: Ids): ReadonlyMap<string, Value> =>
  new Map(
    [...values].flatMap(([formerId, value]) => {
      const id = newIdOf(ids, formerId);
      return id === undefined ? [] : [[id, value] as const];
    }),
  );

const termsFor = (terms: ReadonlyMap<string, TermsType>, ids: Ids): ReadonlyMap<string, TermsType> =>
  new Map(
    [...terms.values()].flatMap((one) => {
      const ClientId = newIdOf(ids, one.ClientId ?? '');
      return ClientId === undefined ? [] : [[`${ClientId} ${one.TermsName}`, { ...one, ClientId }] as const];
    }),
  );

/** What a pool tells of itself, under the ids of the new pool and its app clients. Clients without a new id are left out. */
export const translated = (facts: PoolFacts, poolId: string, ids: Ids): PoolFacts => ({
  ...facts,
  pool: { ...facts.pool, Id: poolId },
  clients: new Map(
    [...renamed(facts.clients, ids)].map(([ClientId, client]) => [
      ClientId,
      { ...client, ClientId, UserPoolId: poolId },
    ]),
  ),
  secrets: renamed(facts.secrets, ids),
  looks: renamed(facts.looks, ids),
  brandings: renamed(facts.brandings, ids),
  terms: termsFor(facts.terms, ids),
  risks: renamed(facts.risks, ids),
});
