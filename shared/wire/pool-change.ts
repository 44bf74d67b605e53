import * as v from 'valibot';
import { mfaMode } from '#shared/domain/user-pools/factors.ts';
import { aliasAttributes, isCaseSensitive, usernameAttributes } from '#shared/domain/user-pools/settings.ts';
import type { UserPool } from '#shared/domain/user-pools/user-pool.ts';
import type { Obstacle } from '#shared/domain/users/obstacles.ts';
import { list, text } from './shapes.ts';
import { toSchemaAttribute } from './user-pool.ts';
import {
  AliasAttributesListType,
  NumberAttributeConstraintsType,
  StringAttributeConstraintsType,
  UsernameAttributesListType,
  UsernameConfigurationType,
  UserPoolMfaType,
} from './user-pool-shapes.ts';
import { toEpochSeconds } from './wire.ts';

const AttributeName = text({ min: 1, max: 32 });

/** What is to change in a pool. What is left out stays as it is. */
export const UserPoolChangeType = v.strictObject({
  AliasAttributes: v.optional(AliasAttributesListType),
  UsernameAttributes: v.optional(UsernameAttributesListType),
  UsernameConfiguration: v.optional(UsernameConfigurationType),
  MfaConfiguration: v.optional(UserPoolMfaType),
  RequiredAttributes: v.optional(list(AttributeName, { max: 50 })),
  AttributeConstraints: v.optional(
    list(
      v.strictObject({
        Name: AttributeName,
        StringAttributeConstraints: v.optional(StringAttributeConstraintsType),
        NumberAttributeConstraints: v.optional(NumberAttributeConstraintsType),
      }),
      { max: 50 },
    ),
  ),
  RenameAttributes: v.optional(list(v.strictObject({ Name: AttributeName, NewName: AttributeName }), { max: 50 })),
  DeleteAttributes: v.optional(list(AttributeName, { max: 50 })),
});

const toReason = (obstacle: Obstacle) => {
  const { kind: Reason, attribute: Attribute } = obstacle;
  if (obstacle.kind === 'NAME_TAKEN') return { Reason, Attribute, Name: obstacle.name, TakenBy: obstacle.takenBy };
  if (obstacle.kind === 'VALUE_DOES_NOT_FIT') return { Reason, Attribute, Message: obstacle.reason };
  return { Reason, Attribute };
};

/** A user, and what in it stands in the way of a change. */
export const toObstacle = (user: { readonly username: string; readonly obstacles: readonly Obstacle[] }) => ({
  Username: user.username,
  Reasons: user.obstacles.map(toReason),
});

const settingsOf = (pool: UserPool) => ({
  AliasAttributes: aliasAttributes(pool),
  UsernameAttributes: usernameAttributes(pool),
  UsernameConfiguration: { CaseSensitive: isCaseSensitive(pool) },
  MfaConfiguration: mfaMode(pool),
});

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The differences between one pool and another, as the first has them. */
export const toDifference = (pool: UserPool, other: UserPool) => {
  const there = new Map<string, unknown>(Object.entries(settingsOf(other)));
  const settings = Object.entries(settingsOf(pool)).filter(([name, value]) => !isSame(value, there.get(name)));
  const attributes = pool.schema.filter((one) => !other.schema.some((another) => isSame(one, another)));
  return {
    ...Object.fromEntries(settings),
    ...(attributes.length > 0 && { SchemaAttributes: attributes.map(toSchemaAttribute) }),
  };
};

/** A change, as operations describe it. */
interface ToldChange {
  readonly id: string;
  readonly status: string;
  readonly asked: object;
  readonly allMustFit: boolean | undefined;
  readonly startedAt: number;
  readonly updatedAt: number;
  readonly walk: { readonly examined: number; readonly changed: number; readonly obstructed: number } | undefined;
}

// With the progress of the walk in its present stage.
const toPoolChange = ({ id, status, asked, allMustFit, startedAt, updatedAt, walk }: ToldChange) => ({
  Id: id,
  Status: status,
  Requested: asked,
  ...(allMustFit !== undefined && { ExistingUsers: allMustFit ? 'MUST_FIT' : 'MAY_DIFFER' }),
  StartedAt: toEpochSeconds(startedAt),
  UpdatedAt: toEpochSeconds(updatedAt),
  ...(walk && { UsersExamined: walk.examined, UsersChanged: walk.changed, UsersObstructed: walk.obstructed }),
});

/** What operations on changes answer. There is no `Change` where the pool never had one. */
export const toChangeAnswer = (UserPoolId: string, change: ToldChange | undefined) => ({
  UserPoolId,
  ...(change && { Change: toPoolChange(change) }),
});
