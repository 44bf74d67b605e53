import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filterPattern } from '#local/logs/filter-pattern.ts';
import { isWanted, type TrailWishes } from '#shared/domain/audit-trail/trail-filter.ts';
import { trailPattern } from '#shared/domain/audit-trail/trail-pattern.ts';
import type { TrailRecord } from '#shared/domain/audit-trail/trail-record.ts';

// Few values of each kind, so that wishes come true often.
const one = (...values: readonly string[]) => fc.constantFrom(...values);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const pool = one('us-east-1_Aa', 'us-east-1_Bb');
const members = maybe(fc.record({ userPoolId: maybe(pool), clientId: maybe(one('c1', 'c2')) }));

const record: fc.Arbitrary<TrailRecord> = fc
  .record({
    eventName: one('SignUp', 'SignOut', 'Token_POST'),
    sourceIPAddress: one('203.0.113.7', '2001:db8::1'),
    userIdentity: one('AssumedRole', 'IAMUser').map((type) => ({
      type,
      userName: 'ada@example.com',
      accessKeyId: 'GATE1',
    })),
    readOnly: fc.boolean(),
    errorCode: maybe(one('NotAuthorizedException', 'UserNotFoundException')),
    requestParameters: members.map((told) => told ?? null),
    additionalEventData: fc.record({
      sub: maybe(one('s1')),
      trigger: maybe(one('PreSignUp')),
      clientId: maybe(one('c1')),
      userPoolId: maybe(pool),
    }),
    isChange: fc.boolean(),
  })
  .map(({ isChange, additionalEventData, errorCode, ...told }) => ({
    eventTime: '2026-11-30T12:00:00Z',
    eventSource: 'cognito-idp.amazonaws.com',
    eventID: 'e1',
    userAgent: '',
    requestID: 'r1',
    ...told,
    ...(errorCode !== undefined && { errorCode }),
    additionalEventData: { ...additionalEventData, ...(isChange && { changes: [{ type: 'UserPool', id: 'a' }] }) },
  }));

const wishes: fc.Arbitrary<TrailWishes> = fc.record({
  userPool: maybe(pool),
  pool: maybe(pool),
  event: maybe(one('e1', 'e2')),
  user: maybe(one('s1')),
  client: maybe(one('c1', 'c2')),
  key: maybe(one('GATE1')),
  operator: maybe(one('ada@example.com', 'a "quoted" name')),
  address: maybe(one('203.0.113.7', '2001:db8::1')),
  operations: maybe(fc.array(one('Sign*', 'Token_POST', '*Out'), { minLength: 1, maxLength: 3 })),
  error: maybe(fc.oneof(fc.constant(true as const), one('*NotFound*', 'NotAuthorizedException'))),
  trigger: maybe(one('*', 'PreSignUp')),
  changes: maybe(fc.boolean()),
  readOnly: maybe(fc.boolean()),
});

const finds = (pattern: string | undefined, line: TrailRecord): boolean =>
  pattern === undefined || filterPattern(pattern)(JSON.parse(JSON.stringify(line)));

describe('the pattern for wishes', () => {
  it('finds every record that is wanted', () => {
    let wanted = 0;
    fc.assert(
      fc.property(record, wishes, (line, wish) => {
        // As many wishes as come true, so that most cases say something.
        const some = Object.fromEntries(
          Object.entries(wish).filter(([name, value]) => isWanted(line, { [name]: value })),
        );
        if (!isWanted(line, some)) return;
        wanted++;
        expect(finds(trailPattern(some), line)).toBe(true);
      }),
    );
    expect(wanted).toBeGreaterThan(20);
  });

  it('leaves out what it can express and nobody wants', () => {
    fc.assert(
      fc.property(record, pool, (line, userPool) => {
        const found = finds(trailPattern({ userPool, error: true }), line);
        const told = [line.requestParameters?.userPoolId, line.additionalEventData?.userPoolId];
        expect(found).toBe(line.errorCode !== undefined && told.includes(userPool));
      }),
    );
  });

  it('is never too long, and never has what somebody could end a text with', () => {
    const long = trailPattern({
      userPool: `us-east-1_${'A'.repeat(45)}`,
      operations: Array(10).fill('a'.repeat(64)),
      user: 's'.repeat(128),
    });
    expect(long?.length).toBeLessThanOrEqual(1024);
    expect(long).toContain('additionalEventData.sub');
    expect(trailPattern({ operator: 'x") || ($.a = "b' })).toBeUndefined();
    expect(trailPattern({})).toBeUndefined();
  });
});

describe('a pool', () => {
  it('has no record that names another one, too', () => {
    fc.assert(
      fc.property(record, pool, (line, userPool) => {
        const told = [line.requestParameters?.userPoolId, line.additionalEventData?.userPoolId].filter(Boolean);
        expect(isWanted(line, { userPool })).toBe(told.length > 0 && told.every((id) => id === userPool));
      }),
    );
  });
});
