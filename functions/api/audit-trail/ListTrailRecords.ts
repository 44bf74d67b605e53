/**
 * Lists records of the audit trail, page by page, the newest first or from a time on. With `UserPoolId`, a key for that pool
 * is enough, and only records of that pool are shown, also of one that was deleted. A page may be short, or empty, and have a
 * `NextToken`. An operation of Gatehouse's own: its target is `Gatehouse.ListTrailRecords`.
 */

import * as v from 'valibot';
import { now } from '#shared/config/clock.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';
import { CognitoException } from '#shared/errors/exception.ts';
import { signed } from '#shared/operations/signed.ts';
import { searchTrail } from '#shared/services/audit-trail/search-trail.ts';
import { fromPageToken, toPageToken } from '#shared/services/page-tokens/page-tokens.ts';
import { sealing } from '#shared/services/sealing/sealing.ts';
import { integer, list, text, UserPoolIdType } from '#shared/wire/shapes.ts';

const name = 'ListTrailRecords';

// Seconds. CloudWatch Logs reads backwards from 2024 on.
const firstTime = 1_704_067_200;
const Time = v.pipe(v.number(), v.minValue(firstTime), v.maxValue(4_102_444_800));
const Pattern = text({ min: 1, max: 64, pattern: '[\\w*]+' });

const request = v.object({
  UserPoolId: v.optional(UserPoolIdType),
  IdentityPoolId: v.optional(text({ min: 1, max: 55, pattern: '[\\w-]+:[0-9a-f-]+' })),
  EventId: v.optional(text({ min: 36, max: 36, pattern: '[0-9a-f-]+' })),
  Sub: v.optional(text({ min: 1, max: 128, pattern: '[\\w-]+' })),
  ClientId: v.optional(text({ min: 1, max: 128, pattern: '[\\w+]+' })),
  AccessKeyId: v.optional(text({ min: 16, max: 128, pattern: '\\w+' })),
  Operator: v.optional(text({ min: 1, max: 128, sensitive: true })),
  SourceIpAddress: v.optional(text({ min: 2, max: 45, pattern: '[0-9A-Fa-f.:]+' })),
  EventNames: v.optional(list(Pattern, { min: 1, max: 10 })),
  ErrorCode: v.optional(Pattern),
  TriggerName: v.optional(text({ min: 1, max: 64, pattern: '[A-Za-z]+|\\*' })),
  FailuresOnly: v.optional(v.boolean()),
  ChangesOnly: v.optional(v.boolean()),
  ReadOnly: v.optional(v.boolean()),
  StartTime: v.optional(Time),
  EndTime: v.optional(Time),
  Order: v.optional(v.picklist(['NEWEST_FIRST', 'OLDEST_FIRST'])),
  Limit: v.optional(integer({ min: 1, max: 50 })),
  NextToken: v.optional(text({ min: 1, max: 16_384, pattern: '[\\w-]+' })),
});

interface Page {
  readonly Records: readonly TrailRecord[];
  readonly NextToken?: string | undefined;
}

// As far as CloudTrail's history of events goes back.
const usualRangeMs = 90 * 86_400_000;

export const { definition, handler } = signed({
  name,
  request,
  throws: [],
  run: async (given, { caller }): Promise<Page> => {
    const { NextToken, Limit = 50, Order = 'NEWEST_FIRST', UserPoolId, IdentityPoolId, ...wanted } = given;
    if (UserPoolId !== undefined && IdentityPoolId !== undefined)
      throw new CognitoException('InvalidParameterException', 'Give UserPoolId or IdentityPoolId, not both.');
    const seal = await sealing().deployment();
    const query = [name, { ...given, NextToken: undefined, Limit: undefined }];
    // The first page fixes the range, so that its end does not move on.
    const position = NextToken === undefined ? undefined : fromPageToken(seal, query, NextToken);
    const to = Number(position?.to ?? (wanted.EndTime === undefined ? now() : wanted.EndTime * 1000));
    const from = Number(
      position?.from ?? (wanted.StartTime === undefined ? to - usualRangeMs : wanted.StartTime * 1000),
    );
    if (from > to) throw new CognitoException('InvalidParameterException', 'StartTime is after EndTime.');
    const { records, token } = await searchTrail({
      wishes: {
        userPool: UserPoolId,
        pool: IdentityPoolId,
        event: wanted.EventId,
        user: wanted.Sub,
        client: wanted.ClientId,
        key: wanted.AccessKeyId,
        operator: wanted.Operator,
        address: wanted.SourceIpAddress,
        operations: wanted.EventNames,
        error: wanted.ErrorCode ?? (wanted.FailuresOnly || undefined),
        trigger: wanted.TriggerName,
        changes: wanted.ChangesOnly,
        readOnly: wanted.ReadOnly,
      },
      from: Math.max(Math.round(from), firstTime * 1000),
      to: Math.round(to),
      isNewestFirst: Order === 'NEWEST_FIRST',
      limit: Limit,
      token: typeof position?.token === 'string' ? position.token : undefined,
      maySee: (poolId) => caller.isAllowed(name, poolId),
    });
    return { Records: records, NextToken: token && toPageToken(seal, query, { token, from, to }) };
  },
});
