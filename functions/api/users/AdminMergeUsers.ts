/**
 * Merges a user into another one who is the same person: what the other one lacks moves, the rest is dropped, and the user
 * goes. With `DryRun`, it only tells what would happen. It can be asked for again. An operation of Gatehouse's own: its target
 * is `Gatehouse.AdminMergeUsers`.
 */

import * as v from 'valibot';
import { signedOnPool } from '#shared/operations/signed-on-pool.ts';
import { mergeUsers } from '#shared/services/users/merged-users.ts';
import { toMerge } from '#shared/wire/merge.ts';
import { UsernameType, UserPoolIdType } from '#shared/wire/shapes.ts';

const request = v.object({
  UserPoolId: UserPoolIdType,
  SourceUsername: UsernameType,
  DestinationUsername: UsernameType,
  DryRun: v.optional(v.boolean(), false),
});

export const { definition, handler } = signedOnPool({
  name: 'AdminMergeUsers',
  request,
  throws: ['AliasExistsException', 'LimitExceededException', 'UserNotFoundException'],
  run: async ({ SourceUsername, DestinationUsername, DryRun }, { pool }): Promise<ReturnType<typeof toMerge>> =>
    toMerge(await mergeUsers({ pool, source: SourceUsername, destination: DestinationUsername, isDryRun: DryRun })),
});
