/** Operators: users of one pool who administer by what their groups are for. */
import type { AccessPolicy } from '../access-keys/access-key.ts';

/** What the users of a group may do: everything; read; or read, and help users whose way in is lost or abused. */
export const operatorRoles = ['ADMINISTRATOR', 'READER', 'SUPPORT'] as const;

export type OperatorRole = (typeof operatorRoles)[number];

/** What a group is for. */
export interface OperatorGroup {
  readonly groupName: string;
  readonly role: OperatorRole;
  /** Where the role counts; on all pools unless given. */
  readonly poolIds?: readonly string[] | undefined;
}

/** Whose users are operators, and which of its app clients may be given keys for them. */
export interface OperatorConfiguration {
  readonly poolId: string;
  readonly clientIds: readonly string[];
  readonly groups: readonly OperatorGroup[];
}

// Operations of identity pools that read. GetOpenIdTokenForDeveloperIdentity does not: it makes tokens.
const readsIdentityPools = [
  'cognito-identity:Describe*',
  'cognito-identity:GetIdentityPoolRoles',
  'cognito-identity:GetPrincipalTagAttributeMap',
  'cognito-identity:List*',
];

const reads = [
  'AdminExplainSignIn',
  'AdminGet*',
  'AdminList*',
  'Describe*',
  'Get*',
  'List*',
  'SearchUsers',
  ...readsIdentityPools,
];

// None of these lets the operator in as the user.
const helps = [
  'AdminDisableUser',
  'AdminEnableUser',
  'AdminForgetDevice',
  'AdminResetUserPassword',
  'AdminRevokeUserSession',
  'AdminUpdateAuthEventFeedback',
  'AdminUserGlobalSignOut',
];

const actionsOf: Readonly<Record<OperatorRole, readonly string[]>> = {
  ADMINISTRATOR: ['*'],
  READER: reads,
  SUPPORT: [...reads, ...helps],
};

const isFull = ({ role, poolIds }: OperatorGroup): boolean => role === 'ADMINISTRATOR' && poolIds === undefined;

/** The groups of the configuration that somebody is in. */
export const groupsFor = ({ groups }: OperatorConfiguration, names: readonly string[]): readonly OperatorGroup[] =>
  groups.filter(({ groupName }) => names.includes(groupName));

/**
 * What an operator in these groups may do. Whoever may not do everything may do nothing to the pool of the operators
 * themselves: who administers it decides who is an operator.
 */
export const policiesOf = (
  { poolId }: OperatorConfiguration,
  groups: readonly OperatorGroup[],
): readonly AccessPolicy[] =>
  groups.map((group) => ({
    actions: actionsOf[group.role],
    pools: group.poolIds ?? ['*'],
    ...(!isFull(group) && { exceptPools: [poolId] }),
  }));

/** False for an operator to whom secrets of app clients and providers are not told. */
export const seesSecretsOf = (groups: readonly OperatorGroup[], poolId: string | undefined): boolean =>
  groups.some(
    ({ role, poolIds }) =>
      role === 'ADMINISTRATOR' && (poolIds === undefined || (poolId !== undefined && poolIds.includes(poolId))),
  );
