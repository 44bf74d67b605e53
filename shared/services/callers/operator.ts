/** What the key of an operator may do at the moment. Few keys are of operators, so this is loaded on demand. */
import { groupRepository } from '#shared/data/groups/group-repository.ts';
import { operatorRepository } from '#shared/data/operators/operator-repository.ts';
import type { AccessPolicy, OperatorSession } from '#shared/domain/access-keys/access-key.ts';
import { isOf } from '#shared/domain/groups/group.ts';
import {
  groupsFor,
  type OperatorConfiguration,
  type OperatorGroup,
  policiesOf,
  seesSecretsOf,
} from '#shared/domain/operators/operators.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { User } from '#shared/domain/users/user.ts';
import { poolBehind } from '../directory/directory.ts';
import { findLiveSubject } from './access-token.ts';

interface OperatorOf {
  readonly configuration: OperatorConfiguration;
  /** Those of the configuration that the user is in: one at least. */
  readonly groups: readonly OperatorGroup[];
}

interface OperatorRights {
  readonly policies: readonly AccessPolicy[];
  /** Whether secrets of app clients and providers of a pool are told. */
  readonly seesSecrets: (poolId: string | undefined) => boolean;
}

/** What a user of a pool is as an operator by that app client; undefined for one who is none. Two requests. */
export const findOperator = async (pool: UserPool, user: User, clientId: string): Promise<OperatorOf | undefined> => {
  const configuration = await operatorRepository().find();
  if (configuration?.poolId !== pool.id || !configuration.clientIds.includes(clientId)) return undefined;
  // Members of a deleted group are removed little by little.
  const live = await groupRepository().findAll(pool.id, user.groups);
  const memberships = user.groups.filter((membership) => live.some((group) => isOf(group, membership)));
  const groups = groupsFor(
    configuration,
    memberships.map(({ name }) => name),
  );
  return groups.length > 0 ? { configuration, groups } : undefined;
};

/**
 * What a key may do that was made for the session; undefined where the session has ended, the user is disabled or no
 * operator any more, or the app client is deleted or none of operators any more.
 */
export const rightsOf = async (session: OperatorSession): Promise<OperatorRights | undefined> => {
  const { poolId, clientId, ...subject } = session;
  const pool = await poolBehind(poolId, clientId);
  const user = pool && (await findLiveSubject(pool, subject));
  const operator = user && (await findOperator(pool, user, clientId));
  if (!operator) return undefined;
  const { configuration, groups } = operator;
  return { policies: policiesOf(configuration, groups), seesSecrets: (id) => seesSecretsOf(groups, id) };
};
